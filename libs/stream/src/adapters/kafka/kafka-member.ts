import kafkajs, { type Consumer, type ConsumerEndBatchProcessEvent, type EachBatchPayload, type Kafka } from 'kafkajs';

import type { FetchedBatch, GroupMember, GroupOptions, Membership } from '../../log/log.js';
import { type AssignedPartition, AssignedPartitions } from './assigned-partitions.js';
import { coPartitionAssigner } from './co-partition-assigner.js';
import { patient } from './kafka-client.js';
import { toRecord } from './kafka-records.js';

export const sessionTimeoutMs = 6_000;

const timing = {
  sessionTimeout: sessionTimeoutMs,
  heartbeatInterval: 500,
  rebalanceTimeout: 10_000,
  // A fetch has its price, however little it brings: brokers answer when there is enough, or after a while.
  minBytes: 32_768,
  maxWaitTimeInMs: 50,
  maxBytesPerPartition: 262_144,
};

/** A member of a consumer group. Only GROUP_JOIN tells reliably what is assigned; it comes before the first fetch. */
export class KafkaMember implements Membership {
  private readonly consumer: Consumer;
  private readonly assigned: AssignedPartitions;
  private readonly joined = Promise.withResolvers<void>();
  private hasJoined = false;
  private isEnding = false;

  constructor(
    kafka: Kafka,
    private readonly options: GroupOptions,
    private readonly member: GroupMember,
  ) {
    this.consumer = kafka.consumer({
      ...timing,
      groupId: options.group,
      allowAutoTopicCreation: false,
      partitionAssigners: [coPartitionAssigner(() => member.owned())],
      retry: { ...patient, restartOnFailure: async () => !this.isEnding },
    });
    this.assigned = new AssignedPartitions(this.consumer);
    this.listen();
  }

  /** Resolves with the first assignment. */
  async join(): Promise<void> {
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 1,
        eachBatch: (payload) => this.take(payload),
      });
      await this.joined.promise;
    } catch (error) {
      await this.leave();
      throw error;
    }
  }

  seek({ topic, partition, offset }: { topic: string; partition: number; offset: number }): void {
    this.assigned.seek(topic, partition, offset);
  }

  pause(partitions: readonly number[], topics: readonly string[] = this.options.topics): void {
    this.assigned.setPaused(topics, partitions, true);
  }

  resume(partitions: readonly number[], topics: readonly string[] = this.options.topics): void {
    this.assigned.setPaused(topics, partitions, false);
  }

  async leave(): Promise<void> {
    this.isEnding = true;
    await this.consumer.disconnect();
  }

  private listen(): void {
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, END_BATCH_PROCESS, STOP, CRASH } = this.consumer.events;
    this.consumer.on(GROUP_JOIN, ({ payload }) => this.assign(payload.memberAssignment));
    this.consumer.on(REBALANCING, () => this.member.rebalancing());
    this.consumer.on(HEARTBEAT, () => this.member.heartbeat());
    this.consumer.on(END_BATCH_PROCESS, (event) => this.skip(event));
    this.consumer.on(STOP, () => this.assigned.disconnected());
    this.consumer.on(CRASH, ({ payload: { restart, error } }) => {
      if (!restart) this.fail(error);
    });
  }

  private assign(assignment: Readonly<Record<string, number[]>>): void {
    if (this.isEnding) return;
    const partitions = [...new Set(Object.values(assignment).flat())].sort((a, b) => a - b);
    this.assigned.assign(this.options.topics, partitions);
    this.member.assigned(partitions);
    this.hasJoined = true;
    this.joined.resolve();
  }

  private async take({ batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    const place = this.assigned.find(batch.topic, batch.partition);
    // It was fetched before a seek, a pause or a new assignment, and comes again.
    if (!place || this.isEnding || isStale() || place.paused || place.refused) return;
    place.sought = undefined;
    const { seeks } = place;
    const isTaken = await this.offer(toBatch(batch));
    if (place.seeks !== seeks || !this.isStill(place)) return;
    if (isTaken) resolveOffset(batch.lastOffset());
    else this.assigned.refuse(place);
  }

  private async offer(batch: FetchedBatch): Promise<boolean> {
    try {
      return await this.member.batch(batch);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
      // The library tries most errors again, for ever if it may.
      throw new kafkajs.KafkaJSNonRetriableError(String(error));
    }
  }

  /** Batches of nothing but control or compacted records are not offered, but move on. */
  private skip({
    payload: { batchSize, topic, partition, firstOffset, lastOffset },
  }: ConsumerEndBatchProcessEvent): void {
    const place = this.assigned.find(topic, partition);
    if (batchSize > 0 || !place || this.isEnding) return;
    const { sought } = place;
    place.sought = undefined;
    if (sought !== undefined && sought !== Number(firstOffset ?? lastOffset)) {
      // It may have been fetched before the seek: the event does not tell. Ask again to be sure.
      this.consumer.seek({ topic, partition, offset: String(sought) });
      return;
    }
    this.member.skipped({ topic, partition, next: Number(lastOffset) + 1 });
  }

  private isStill(place: AssignedPartition): boolean {
    return this.assigned.find(place.topic, place.partition) === place;
  }

  private fail(error: Error): void {
    if (this.isEnding) return;
    this.isEnding = true;
    if (this.hasJoined) this.member.failed(error);
    else this.joined.reject(error);
  }
}

function toBatch(batch: EachBatchPayload['batch']): FetchedBatch {
  const { topic, partition, messages } = batch;
  // The library's types forget this field.
  const fetchedOffset = 'fetchedOffset' in batch ? batch.fetchedOffset : batch.firstOffset();
  return {
    topic,
    partition,
    fetchedOffset: Number(fetchedOffset),
    lastOffset: Number(batch.lastOffset()),
    records: messages.map((message) => toRecord(batch, message)),
  };
}
