import type { Consumer, ConsumerConfig, EachBatchPayload, Kafka } from 'kafkajs';

import type { GroupMember, GroupOptions, Membership } from '../../log/log.js';
import { coPartitionAssigner } from './co-partition-assigner.js';
import { retry } from './kafka-client.js';
import { toBatch } from './kafka-records.js';
import { PausedPartitions } from './paused-partitions.js';

const timing: Omit<ConsumerConfig, 'groupId'> = {
  sessionTimeout: 6_000,
  heartbeatInterval: 500,
  rebalanceTimeout: 10_000,
  maxWaitTimeInMs: 50,
  minBytes: 1,
  maxBytesPerPartition: 1_048_576,
};

/** A member of a consumer group. Only GROUP_JOIN tells reliably what is assigned; it comes before the first fetch. */
export class KafkaMember implements Membership {
  private readonly consumer: Consumer;
  private readonly paused: PausedPartitions;
  private stopping = false;
  /** the batch that the member is looking at, and whether it sought another place meanwhile */
  private offered = { topic: '', partition: -1, isSought: false };

  constructor(
    kafka: Kafka,
    private readonly options: GroupOptions,
    private readonly member: GroupMember,
  ) {
    this.consumer = kafka.consumer({
      ...timing,
      groupId: options.group,
      partitionAssigners: [coPartitionAssigner(() => member.owned())],
      retry: { ...retry, restartOnFailure: async () => !this.stopping },
    });
    this.paused = new PausedPartitions(this.consumer);
    this.listen();
  }

  async start(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: (payload) => this.take(payload),
    });
  }

  seek({ topic, partition, offset }: { topic: string; partition: number; offset: number }): void {
    this.consumer.seek({ topic, partition, offset: String(offset) });
    this.paused.sought(topic, partition);
    if (this.offered.topic === topic && this.offered.partition === partition) this.offered.isSought = true;
  }

  pause(partitions: readonly number[], topics: readonly string[] = this.options.topics): void {
    this.paused.pause(topics, partitions);
  }

  resume(partitions: readonly number[], topics: readonly string[] = this.options.topics): void {
    this.paused.resume(topics, partitions);
  }

  async leave(): Promise<void> {
    this.stopping = true;
    await this.consumer.disconnect();
  }

  private listen(): void {
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, END_BATCH_PROCESS, CRASH } = this.consumer.events;
    this.consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => this.assigned(memberAssignment));
    this.consumer.on(REBALANCING, () => this.member.rebalancing());
    this.consumer.on(HEARTBEAT, () => this.member.heartbeat());
    // A batch of control or compacted records alone never reaches eachBatch.
    this.consumer.on(END_BATCH_PROCESS, ({ payload: { batchSize, topic, partition, lastOffset } }) => {
      if (batchSize === 0) this.member.skipped({ topic, partition, next: Number(lastOffset) + 1 });
    });
    this.consumer.on(CRASH, ({ payload: { restart, error } }) => {
      if (!restart) this.member.failed(error);
    });
  }

  private assigned(assignment: Readonly<Record<string, number[]>>): void {
    const partitions = [...new Set(Object.values(assignment).flat())].sort((a, b) => a - b);
    this.paused.restart(this.options.topics, partitions);
    this.member.assigned(partitions);
  }

  private async take({ batch, resolveOffset, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    // A seek waits: this was fetched before it.
    if (isStale()) return;
    const { topic, partition } = batch;
    this.offered = { topic, partition, isSought: false };
    const isTaken = await this.offer(batch);
    if (isTaken === undefined || this.stopping) return;
    if (!isTaken && !this.offered.isSought) this.paused.refused(topic, partition);
    if (isTaken && this.paused.knows(topic, partition)) resolveOffset(batch.lastOffset());
    await heartbeat();
  }

  /** An error of ours must not look like one of the client's, which would end the consumer in silence. */
  private async offer(batch: EachBatchPayload['batch']): Promise<boolean | undefined> {
    try {
      return await this.member.batch(toBatch(batch));
    } catch (error) {
      this.member.failed(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }
}
