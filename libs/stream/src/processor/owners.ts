import { Findings } from './findings.js';
import type { OwnerFactory } from './owner-factory.js';
import type { PartitionOwner } from './partition-owner.js';
import type { PartitionReading } from './partition-reading.js';
import type { ProcessorEngines } from './processor-engines.js';
import { NewerStateError } from './state-codec.js';
import type { ProcessorStatistics } from './statistics.js';

interface OwnersParts<S, I> {
  readonly processor: string;
  readonly engines: ProcessorEngines;
  readonly statistics: ProcessorStatistics;
  readonly factory: OwnerFactory<S, I>;
  readonly reading: PartitionReading<S, I>;
  /** a new owner goes on with what the last one left */
  readonly taken: (owner: PartitionOwner<S, I>) => void;
  readonly dropped: (partition: number) => void;
  readonly committed: (owner: PartitionOwner<S, I>) => void;
  readonly onFatal: (error: Error) => void;
}

const reattachMs = 200;

/** The partitions that a member owns: takes them over, keeps them, reads them again, gives them up. */
export class Owners<S, I> {
  private readonly byPartition = new Map<number, PartitionOwner<S, I>>();
  private readonly findings = new Map<number, Findings>();
  private assigned: ReadonlySet<number> = new Set();
  /** the latest attempt to own each partition; it alone may go on */
  private readonly attempts = new Map<number, symbol>();
  private stopping = false;
  private readonly onHeartbeat: (() => void)[] = [];

  constructor(private readonly parts: OwnersParts<S, I>) {}

  get(partition: number): PartitionOwner<S, I> | undefined {
    return this.byPartition.get(partition);
  }

  [Symbol.iterator](): IterableIterator<PartitionOwner<S, I>> {
    return this.byPartition.values();
  }

  /** Every assigned partition is owned and being read. */
  get isReady(): boolean {
    return [...this.assigned].every((partition) => this.get(partition)?.awaited.size === 0);
  }

  assign(partitions: readonly number[]): void {
    this.assigned = new Set(partitions);
    for (const partition of [...this.attempts.keys()]) if (!this.assigned.has(partition)) this.leave(partition);
    for (const partition of partitions) void this.attach(partition, this.begin(partition));
  }

  heartbeat(): void {
    for (const action of this.onHeartbeat.splice(0)) action();
  }

  /** Nothing is taken over any more. @returns the partitions whose reading is to be stopped */
  stop(): readonly number[] {
    this.stopping = true;
    return [...this.assigned];
  }

  clear(): void {
    for (const partition of [...this.byPartition.keys()]) this.lose(partition);
  }

  /**
   * A step threw half way: the memory is no longer trusted, so the partition starts again from its last commit. What
   * became of the commit under way is awaited, so that its records are noted and counted once.
   */
  readAgain(owner: PartitionOwner<S, I>): void {
    const { partition } = owner.session;
    const isCurrent = this.begin(partition);
    this.drop(partition);
    this.parts.reading.stop([partition]);
    void owner.commits.settled().then(() => this.attach(partition, isCurrent));
  }

  /** @returns whether this is still the latest attempt to own the partition */
  private begin(partition: number): () => boolean {
    const attempt = Symbol();
    this.attempts.set(partition, attempt);
    return () => this.attempts.get(partition) === attempt && !this.stopping;
  }

  private async attach(partition: number, isCurrent: () => boolean): Promise<void> {
    const { engines, reading, onFatal } = this.parts;
    try {
      const kept = await this.keep(partition, isCurrent);
      if (!isCurrent()) return;
      const owner = kept ?? (await this.take(partition, isCurrent));
      if (owner) reading.restart(owner);
    } catch (error) {
      if (error instanceof NewerStateError) return onFatal(error);
      engines.logger.warn('partition could not be taken over, trying again', { partition, error });
      setTimeout(() => isCurrent() && void this.attach(partition, isCurrent), reattachMs);
    }
  }

  /** A partition that stays with this member keeps its memory as long as nobody else took it meanwhile. */
  private async keep(partition: number, isCurrent: () => boolean): Promise<PartitionOwner<S, I> | undefined> {
    const { engines, processor, statistics } = this.parts;
    const owner = this.byPartition.get(partition);
    if (!owner?.session.live) return undefined;
    const epoch = await engines.store.epoch({ processor, partition });
    if (!isCurrent()) return undefined;
    if (epoch === owner.session.epoch) {
      statistics.kept++;
      return owner;
    }
    this.lose(partition);
    return undefined;
  }

  private async take(partition: number, isCurrent: () => boolean): Promise<PartitionOwner<S, I> | undefined> {
    const { factory, statistics, committed, taken } = this.parts;
    const owner = await factory.create(partition, this.findingsOf(partition), {
      isCurrent,
      committed,
      refused: (self) => this.refused(self),
    });
    if (!owner) return undefined;
    if (!isCurrent()) {
      end(owner);
      return undefined;
    }
    this.byPartition.set(partition, owner);
    statistics.acquired++;
    taken(owner);
    return owner;
  }

  /** Somebody else has a higher epoch. If a heartbeat shows that the partition is still ours, take it back. */
  private refused(owner: PartitionOwner<S, I>): void {
    const { partition } = owner.session;
    if (this.byPartition.get(partition) !== owner) return;
    const isCurrent = this.begin(partition);
    this.lose(partition);
    this.parts.reading.stop([partition]);
    this.onHeartbeat.push(() => isCurrent() && void this.attach(partition, isCurrent));
  }

  private leave(partition: number): void {
    this.attempts.delete(partition);
    this.lose(partition);
  }

  /** Somebody else may own the partition from now on. */
  private lose(partition: number): void {
    this.drop(partition);
    this.findings.delete(partition);
  }

  private drop(partition: number): void {
    const owner = this.byPartition.get(partition);
    if (!owner) return;
    this.byPartition.delete(partition);
    end(owner);
    this.parts.dropped(partition);
  }

  private findingsOf(partition: number): Findings {
    let findings = this.findings.get(partition);
    if (!findings) this.findings.set(partition, (findings = new Findings()));
    return findings;
  }
}

function end<S, I>({ session, commits, release }: PartitionOwner<S, I>): void {
  session.live = false;
  commits.stop();
  release();
}
