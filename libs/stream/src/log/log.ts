import type { TopicSpec } from '@roadworthy/contracts';

/** A record as it was read. Offsets are integers below 2^53. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms UTC, the record's own */
  readonly timestamp: number;
  readonly key: string | undefined;
  /** `undefined` is a tombstone */
  readonly value: Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record to write. Its partition is given, or computed from `meetsBy` as Kafka's default partitioner would. */
export type NewRecord = {
  readonly topic: string;
  readonly key: string | undefined;
  readonly value: Uint8Array | string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** ms UTC; the time of writing unless given */
  readonly timestamp?: number;
} & ({ readonly meetsBy: string } | { readonly partition: number });

/** The first offset that is kept and the one that the next record will get. */
export interface PartitionRange {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** Records of one partition of one topic, in order. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  /** the offset that was asked for; on compacted topics the first record's may be higher */
  readonly fetchedOffset: number;
  readonly lastOffset: number;
  readonly records: readonly LogRecord[];
}

/** What a member of a consumer group is told. One call at a time, except `heartbeat`. */
export interface GroupMember {
  /**
   * These partitions, of every topic of the group, are this member's until the next call. Synchronous and before the
   * first fetch; everything is paused until `Membership.resume`.
   */
  assigned(partitions: readonly number[]): void;
  /** @returns whether the batch was taken; if not, it comes again after a seek */
  batch(batch: FetchedBatch): Promise<boolean>;
  /** Offsets below `next` hold nothing to deliver (control or compacted records). */
  skipped(place: { readonly topic: string; readonly partition: number; readonly next: number }): void;
  /** The group still counts this member among its own. */
  heartbeat(): void;
  /** The partitions that this member works on now, so that they stay with it. */
  owned(): readonly number[];
  /** The group is about to change: a good moment to commit. May come late or never. */
  rebalancing(): void;
  /** The membership ended and will not come back by itself. */
  failed(error: Error): void;
}

/** A place in a consumer group. */
export interface Membership {
  seek(place: { readonly topic: string; readonly partition: number; readonly offset: number }): void;
  /** @param topics - all of the group unless given */
  pause(partitions: readonly number[], topics?: readonly string[]): void;
  /** @param topics - all of the group unless given */
  resume(partitions: readonly number[], topics?: readonly string[]): void;
  leave(): Promise<void>;
}

export interface GroupOptions {
  readonly group: string;
  /** co-partitioned: partition n of every topic goes to the same member */
  readonly topics: readonly string[];
}

/** A reader of whole topics, outside any group. */
export interface Follower {
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly topics: readonly string[];
  /** start of each topic, or only what comes from now on */
  readonly from: 'beginning' | 'end';
  /** batches in order within a partition; awaited before the next one of the partition */
  readonly onBatch: (batch: FetchedBatch) => void | Promise<void>;
  /** every partition was read up to the end that was seen at the start */
  readonly onCaughtUp?: () => void;
}

/** The event bus: topics of partitions of records, and groups that share them. */
export abstract class Log {
  /** Resolves when all records are durable, in the order given within a partition; retries for ever. */
  abstract append(records: readonly NewRecord[]): Promise<void>;

  /** Creates what is missing. An existing topic is left as it is. */
  abstract createTopics(topics: readonly TopicSpec[]): Promise<void>;

  /** @throws {UnknownTopicError} */
  abstract ranges(topic: string): Promise<readonly PartitionRange[]>;

  abstract topics(): Promise<readonly string[]>;

  abstract join(options: GroupOptions, member: GroupMember): Promise<Membership>;

  abstract follow(options: FollowOptions): Promise<Follower>;

  /** One page of records from an offset on, for people and replays; empty at the end. */
  abstract read(place: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly limit: number;
  }): Promise<readonly LogRecord[]>;

  abstract close(): Promise<void>;
}

export class UnknownTopicError extends Error {
  readonly code = 'unknown-topic';
  constructor(readonly topic: string) {
    super(`topic ${topic} does not exist`);
  }
}
