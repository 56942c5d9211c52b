import { randomUUID } from 'node:crypto';

import type { Admin, Consumer, Kafka } from 'kafkajs';

import type { FetchedBatch } from '../../log/log.js';
import { retry } from './kafka-client.js';
import { toBatch } from './kafka-records.js';

export interface ReadPosition {
  readonly topic: string;
  readonly partition: number;
  /** where to begin */
  next: number;
}

export interface ReaderEvents {
  readonly onBatch: (batch: FetchedBatch) => void | Promise<void>;
  /** everything below `next` was read or is not there */
  readonly onPosition: (position: ReadPosition) => void;
  readonly onFailure: (error: Error) => void;
}

/** Reads given partitions from given places, in a group that nobody else joins: the library has no other way. */
export class KafkaReader {
  private readonly group = `rw-reader-${randomUUID()}`;
  private readonly consumer: Consumer;
  private readonly positions: ReadonlyMap<string, ReadPosition>;
  private stopping = false;

  constructor(
    kafka: Kafka,
    positions: readonly ReadPosition[],
    private readonly events: ReaderEvents,
  ) {
    this.positions = new Map(positions.map((position) => [`${position.topic}/${position.partition}`, position]));
    this.consumer = kafka.consumer({
      groupId: this.group,
      maxWaitTimeInMs: 50,
      sessionTimeout: 30_000,
      retry: { ...retry, restartOnFailure: async () => !this.stopping },
    });
  }

  async start(): Promise<void> {
    const { GROUP_JOIN, END_BATCH_PROCESS, CRASH } = this.consumer.events;
    this.consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => this.seekAll(memberAssignment));
    this.consumer.on(END_BATCH_PROCESS, ({ payload: { batchSize, topic, partition, lastOffset } }) => {
      if (batchSize === 0) this.move(topic, partition, Number(lastOffset) + 1);
    });
    this.consumer.on(CRASH, ({ payload: { restart, error } }) => {
      if (!restart && !this.stopping) this.events.onFailure(error);
    });
    await this.consumer.connect();
    const topics = [...new Set([...this.positions.values()].map(({ topic }) => topic))];
    await this.consumer.subscribe({ topics, fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, isStale, heartbeat }) => {
        if (isStale() || this.stopping) return;
        const read = toBatch(batch);
        await this.events.onBatch(read);
        resolveOffset(batch.lastOffset());
        this.move(read.topic, read.partition, read.lastOffset + 1);
        await heartbeat();
      },
    });
  }

  /** @param admin - removes the group; it goes by itself where that fails */
  async close(admin: Pick<Admin, 'deleteGroups'>): Promise<void> {
    this.stopping = true;
    await this.consumer.disconnect();
    await admin.deleteGroups([this.group]).catch(() => {});
  }

  private seekAll(assignment: Readonly<Record<string, number[]>>): void {
    for (const [topic, partitions] of Object.entries(assignment))
      for (const partition of partitions) {
        const position = this.positions.get(`${topic}/${partition}`);
        if (position) this.consumer.seek({ topic, partition, offset: String(position.next) });
        else this.consumer.pause([{ topic, partitions: [partition] }]);
      }
  }

  private move(topic: string, partition: number, next: number): void {
    const position = this.positions.get(`${topic}/${partition}`);
    if (!position || next <= position.next) return;
    position.next = next;
    this.events.onPosition(position);
  }
}
