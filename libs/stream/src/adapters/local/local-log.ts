import type { TopicSpec } from '@roadworthy/contracts';

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
import { LocalFollower } from './local-follower.js';
import { LocalGroup } from './local-group.js';
import type { ReadPlace, RecordStorage } from './record-storage.js';
import { TopicPartition } from './topic-partition.js';

const encoder = new TextEncoder();

/** A log inside one process: partitions, groups and followers over a storage of records. */
export class LocalLog extends Log {
  private readonly partitionsOf = new Map<string, readonly TopicPartition[]>();
  private readonly groups = new Map<string, LocalGroup>();
  private readonly followers = new Set<LocalFollower>();

  private constructor(
    private readonly storage: RecordStorage,
    private readonly now: () => number,
  ) {
    super();
  }

  static async open(storage: RecordStorage, now: () => number = Date.now): Promise<LocalLog> {
    const log = new LocalLog(storage, now);
    for (const { topic, ranges } of await storage.open())
      log.partitionsOf.set(
        topic,
        ranges.map(({ partition, low, high }) => new TopicPartition(topic, partition, { low, high })),
      );
    storage.onTrimmed((topic, { partition, low }) => log.partitionsOf.get(topic)?.[partition]?.trimmed(low));
    return log;
  }

  async append(records: readonly NewRecord[]): Promise<void> {
    const placed = records.map((record) => this.place(record));
    await this.storage.append(placed.map(({ record }) => record));
    const byPartition = Map.groupBy(placed, ({ partition }) => partition);
    for (const [partition, rows] of byPartition) partition.publish(rows.map(({ record }) => record));
  }

  private place(record: NewRecord): { partition: TopicPartition; record: LogRecord } {
    const partitions = this.partitions(record.topic);
    const number = 'partition' in record ? record.partition : partitionOf(record.meetsBy, partitions.length);
    const partition = partitions[number];
    if (!partition) throw new RangeError(`topic ${record.topic} has no partition ${number}`);
    const { topic, key, headers, value, timestamp = this.now() } = record;
    const bytes = typeof value === 'string' ? encoder.encode(value) : value;
    return {
      partition,
      record: { topic, partition: number, offset: partition.reserve(), timestamp, key, value: bytes, headers },
    };
  }

  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    for (const spec of topics) {
      if (this.partitionsOf.has(spec.topic)) continue;
      await this.storage.create(spec);
      const numbers = Array.from({ length: spec.partitions }, (_, partition) => partition);
      this.partitionsOf.set(
        spec.topic,
        numbers.map((partition) => new TopicPartition(spec.topic, partition, { low: 0, high: 0 })),
      );
    }
  }

  async ranges(topic: string): Promise<readonly PartitionRange[]> {
    return this.partitions(topic).map(({ partition, low, high }) => ({ partition, low, high }));
  }

  async topics(): Promise<readonly string[]> {
    return [...this.partitionsOf.keys()];
  }

  async join(options: GroupOptions, member: GroupMember): Promise<Membership> {
    const key = options.group;
    let group = this.groups.get(key);
    if (!group) {
      group = new LocalGroup(
        (topic) => this.partitions(topic),
        (place) => this.fetch(place),
      );
      this.groups.set(key, group);
    }
    return group.join(options.topics, member);
  }

  async follow(options: FollowOptions): Promise<Follower> {
    const partitions = options.topics.flatMap((topic) => this.partitions(topic));
    const follower = new LocalFollower(partitions, options, (place) => this.fetch(place));
    this.followers.add(follower);
    follower.start();
    return {
      close: async () => {
        this.followers.delete(follower);
        await follower.close();
      },
    };
  }

  read(place: ReadPlace): Promise<readonly LogRecord[]> {
    return Promise.resolve(this.fetch(place));
  }

  async close(): Promise<void> {
    await Promise.all([...this.followers].map((follower) => follower.close()));
    await Promise.all([...this.groups.values()].map((group) => group.close()));
    await this.storage.close();
  }

  private fetch(place: ReadPlace): readonly LogRecord[] | Promise<readonly LogRecord[]> {
    const partition = this.partitions(place.topic)[place.partition];
    return partition?.fromTail(place.offset, place.limit) ?? this.storage.read(place);
  }

  private partitions(topic: string): readonly TopicPartition[] {
    const partitions = this.partitionsOf.get(topic);
    if (!partitions) throw new UnknownTopicError(topic);
    return partitions;
  }
}
