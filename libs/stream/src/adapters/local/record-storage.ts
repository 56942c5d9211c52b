import type { TopicSpec } from '@roadworthy/contracts';

import type { LogRecord, PartitionRange } from '../../log/log.js';

export interface StoredTopic extends TopicSpec {
  readonly ranges: readonly PartitionRange[];
}

export interface ReadPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** at most so many records */
  readonly limit: number;
}

/** Reads a page, from memory where it is there. */
export type Fetch = (place: ReadPlace) => readonly LogRecord[] | Promise<readonly LogRecord[]>;

/** Where a log inside one process keeps its records. Offsets are given; holes between them are allowed. */
export abstract class RecordStorage {
  abstract open(): Promise<readonly StoredTopic[]>;
  abstract create(topic: TopicSpec): Promise<void>;
  /** Durable when it resolves, all or nothing. Calls complete in the order they were made. */
  abstract append(records: readonly LogRecord[]): Promise<void>;
  abstract read(place: ReadPlace): Promise<readonly LogRecord[]>;
  /** Told when retention or compaction moved the first kept offset of a partition. */
  abstract onTrimmed(listener: (topic: string, range: { partition: number; low: number }) => void): void;
  abstract close(): Promise<void>;
}
