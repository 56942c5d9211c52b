import { utf8Text } from '@roadworthy/contracts';

import type { Changes } from './changes.fixture.js';
import type { FetchedBatch, GroupMember, Log, LogRecord, Membership } from './log.js';

export interface MemberOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly changes: Changes;
  /** where reading goes on, by `topic/partition`; shared by the members of a group as their store would be */
  readonly positions: Map<string, number>;
  /** whether a batch is taken; all are unless given */
  readonly take?: (batch: FetchedBatch, member: RecordingMember) => boolean | Promise<boolean>;
  /** seeks and resumes what is assigned, unless `false` */
  readonly reads?: boolean;
}

/** A member of a group that writes down what it is told, and reads on from the positions of its group. */
export class RecordingMember implements GroupMember {
  /** the calls in their order: `assigned 0,1` · `batch <topic>/0 from 5` */
  readonly told: string[] = [];
  readonly records: LogRecord[] = [];
  readonly offered: FetchedBatch[] = [];
  readonly failures: Error[] = [];
  partitions: readonly number[] = [];
  heartbeats = 0;
  private joined: Membership | undefined;

  constructor(private readonly options: MemberOptions) {}

  async join(log: Log): Promise<this> {
    const { group, topics } = this.options;
    this.joined = await log.join({ group, topics }, this);
    this.restart();
    return this;
  }

  /** @throws {Error} before the membership began */
  get membership(): Membership {
    if (!this.joined) throw new Error('not joined yet');
    return this.joined;
  }

  get texts(): string[] {
    return this.records.map(textOf);
  }

  assigned(partitions: readonly number[]): void {
    this.partitions = [...partitions].sort((a, b) => a - b);
    this.told.push(`assigned ${this.partitions.join()}`);
    this.restart();
    this.options.changes.happened();
  }

  async batch(batch: FetchedBatch): Promise<boolean> {
    const { topic, partition, fetchedOffset, lastOffset, records } = batch;
    this.told.push(`batch ${topic}/${partition} from ${fetchedOffset}`);
    this.offered.push(batch);
    const taken = (await this.options.take?.(batch, this)) ?? true;
    if (taken) {
      this.records.push(...records);
      this.options.positions.set(`${topic}/${partition}`, lastOffset + 1);
    }
    this.options.changes.happened();
    return taken;
  }

  skipped({ topic, partition, next }: { topic: string; partition: number; next: number }): void {
    this.told.push(`skipped ${topic}/${partition} to ${next}`);
    this.options.positions.set(`${topic}/${partition}`, next);
    this.options.changes.happened();
  }

  heartbeat(): void {
    this.heartbeats++;
    this.options.changes.happened();
  }

  owned(): readonly number[] {
    return this.partitions;
  }

  rebalancing(): void {
    this.told.push('rebalancing');
  }

  failed(error: Error): void {
    this.failures.push(error);
    this.options.changes.happened();
  }

  private restart(): void {
    if (!this.joined || this.options.reads === false) return;
    for (const partition of this.partitions)
      for (const topic of this.options.topics)
        this.joined.seek({ topic, partition, offset: this.options.positions.get(`${topic}/${partition}`) ?? 0 });
    this.joined.resume(this.partitions);
  }
}

/** @returns the value as text; empty for a tombstone */
export const textOf = ({ value }: LogRecord): string => utf8Text(value ?? new Uint8Array());
