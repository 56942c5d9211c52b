import type { TopicSpec } from '@roadworthy/contracts';
import type { Admin, Kafka, Producer } from 'kafkajs';

import {
  type Follower,
  type FollowOptions,
  type GroupMember,
  type GroupOptions,
  Log,
  type LogRecord,
  type Membership,
  type NewRecord,
  type PartitionRange,
  UnknownTopicError,
} from '../../log/log.js';
import { partitionOf } from '../../log/partition-of.js';
import { AppendQueue } from './append-queue.js';
import { createKafka, type KafkaOptions, retry } from './kafka-client.js';
import { KafkaMember } from './kafka-member.js';
import { KafkaReader, type ReadPosition } from './kafka-reader.js';
import { toMessage } from './kafka-records.js';
import { retried } from './retried.js';
import { topicConfig } from './topic-config.js';

export interface KafkaLogOptions extends KafkaOptions {
  /** of topics, when they are created */
  readonly replication: number;
}

/** The event bus on Apache Kafka. */
export class KafkaLog extends Log {
  private readonly partitionCounts = new Map<string, number>();
  private readonly readers = new Set<KafkaReader>();
  private readonly appends: AppendQueue;

  private constructor(
    private readonly kafka: Kafka,
    private readonly clients: { readonly admin: Admin; readonly producer: Producer },
    private readonly options: KafkaLogOptions,
  ) {
    super();
    this.appends = new AppendQueue(clients.producer, options.logger);
  }

  /** @throws when no broker answers within the retries */
  static async connect(options: KafkaLogOptions): Promise<KafkaLog> {
    const kafka = createKafka(options);
    const admin = kafka.admin({ retry });
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      retry,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await Promise.all([admin.connect(), producer.connect()]);
    return new KafkaLog(kafka, { admin, producer }, options);
  }

  async append(records: readonly NewRecord[]): Promise<void> {
    const topics = new Set(records.map(({ topic }) => topic));
    for (const topic of topics) await this.partitions(topic);
    const byTopic = Map.groupBy(records, ({ topic }) => topic);
    const messages = [...byTopic].map(([topic, rows]) => {
      const count = this.partitionCounts.get(topic) ?? 0;
      return { topic, messages: rows.map((row) => toMessage(row, placeOf(row, count))) };
    });
    if (messages.length > 0) await this.appends.add(messages);
  }

  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const there = new Set(await this.topics());
    const missing = topics.filter(({ topic }) => !there.has(topic));
    if (missing.length === 0) return;
    await this.clients.admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((spec) => ({
        topic: spec.topic,
        numPartitions: spec.partitions,
        replicationFactor: this.options.replication,
        configEntries: topicConfig(spec),
      })),
    });
  }

  async ranges(topic: string): Promise<readonly PartitionRange[]> {
    await this.partitions(topic);
    const offsets = await retried(() => this.clients.admin.fetchTopicOffsets(topic));
    return offsets
      .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
      .sort((a, b) => a.partition - b.partition);
  }

  async topics(): Promise<readonly string[]> {
    return (await this.clients.admin.listTopics()).filter((topic) => !topic.startsWith('__'));
  }

  async join(options: GroupOptions, member: GroupMember): Promise<Membership> {
    for (const topic of options.topics) await this.partitions(topic);
    const membership = new KafkaMember(this.kafka, options, member);
    await membership.start();
    return membership;
  }

  async follow({ topics, from, onBatch, onCaughtUp }: FollowOptions): Promise<Follower> {
    const ranges = await Promise.all(
      topics.map(async (topic) => (await this.ranges(topic)).map((range) => ({ topic, ...range }))),
    );
    const behind = new Map<ReadPosition, number>();
    const positions = ranges.flat().map(({ topic, partition, low, high }) => {
      const position = { topic, partition, next: from === 'beginning' ? low : high };
      if (position.next < high) behind.set(position, high);
      return position;
    });
    const onPosition = (position: ReadPosition): void => {
      const end = behind.get(position);
      if (end === undefined || position.next < end) return;
      behind.delete(position);
      if (behind.size === 0) onCaughtUp?.();
    };
    const reader = await this.startReader(positions, { onBatch, onPosition });
    if (positions.every((position) => !behind.has(position)) && behind.size === 0) queueMicrotask(() => onCaughtUp?.());
    return { close: () => this.closeReader(reader) };
  }

  async read(place: {
    topic: string;
    partition: number;
    offset: number;
    limit: number;
  }): Promise<readonly LogRecord[]> {
    const { topic, partition, offset, limit } = place;
    const range = (await this.ranges(topic)).find((candidate) => candidate.partition === partition);
    const next = Math.max(offset, range?.low ?? 0);
    if (!range || next >= range.high) return [];
    const found: LogRecord[] = [];
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const reader = await this.startReader([{ topic, partition, next }], {
      onBatch: ({ records }) => {
        found.push(...records);
        if (found.length >= limit) resolve();
      },
      onPosition: (position) => position.next >= range.high && resolve(),
    });
    await done;
    await this.closeReader(reader);
    return found.slice(0, limit);
  }

  async close(): Promise<void> {
    await Promise.all([...this.readers].map((reader) => this.closeReader(reader)));
    await this.appends.drain();
    await Promise.all([this.clients.producer.disconnect(), this.clients.admin.disconnect()]);
  }

  private async startReader(
    positions: readonly ReadPosition[],
    events: Pick<ConstructorParameters<typeof KafkaReader>[2], 'onBatch' | 'onPosition'>,
  ): Promise<KafkaReader> {
    const onFailure = (error: Error): void => this.options.logger.error('a reader of topics ended', { error });
    const reader = new KafkaReader(this.kafka, positions, { ...events, onFailure });
    this.readers.add(reader);
    await reader.start();
    return reader;
  }

  private async closeReader(reader: KafkaReader): Promise<void> {
    if (this.readers.delete(reader)) await reader.close(this.clients.admin);
  }

  /** Asking for an unknown topic would be retried for minutes: it is looked up first. */
  private async partitions(topic: string): Promise<number> {
    const known = this.partitionCounts.get(topic);
    if (known !== undefined) return known;
    if (!(await this.topics()).includes(topic)) throw new UnknownTopicError(topic);
    const { topics } = await retried(() => this.clients.admin.fetchTopicMetadata({ topics: [topic] }));
    const count = topics[0]?.partitions.length ?? 0;
    this.partitionCounts.set(topic, count);
    return count;
  }
}

function placeOf(record: NewRecord, partitions: number): number {
  if (!('partition' in record)) return partitionOf(record.meetsBy, partitions);
  if (record.partition >= 0 && record.partition < partitions) return record.partition;
  throw new RangeError(`topic ${record.topic} has no partition ${record.partition}`);
}
