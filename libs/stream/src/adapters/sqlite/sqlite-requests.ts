import type { TopicSpec } from '@roadworthy/contracts';

import type { LogRecord } from '../../log/log.js';
import type {
  Acquired,
  Commit,
  CommitResult,
  JournalRow,
  OutboxId,
  StateField,
  StatePartition,
} from '../../state-store/state-store.js';
import type { ReadPlace, StoredTopic } from '../local/record-storage.js';

/** What the thread that owns the database is asked, and what it answers. */
export interface SqliteRequests {
  openTopics: { request: undefined; reply: readonly StoredTopic[] };
  createTopic: { request: TopicSpec; reply: undefined };
  append: { request: readonly LogRecord[]; reply: undefined };
  readRecords: { request: ReadPlace; reply: readonly LogRecord[] };
  maintain: { request: { now: number; maxBytes: number }; reply: readonly TrimmedRange[] };
  acquire: { request: StatePartition & { now: number }; reply: Acquired };
  epoch: { request: StatePartition; reply: number | undefined };
  loadFields: { request: StatePartition & { after: string; limit: number }; reply: readonly StateField[] };
  readFields: { request: StatePartition & { prefix: string }; reply: readonly StateField[] };
  commit: { request: Commit; reply: CommitResult };
  trim: { request: StatePartition & { upTo: OutboxId }; reply: undefined };
  readJournal: { request: StatePartition & { after: number; limit: number }; reply: readonly JournalRow[] };
  trimJournal: { request: StatePartition & { version: number }; reply: undefined };
}

export type RequestKind = keyof SqliteRequests;

export interface TrimmedRange {
  readonly topic: string;
  readonly partition: number;
  readonly low: number;
}

export type Handlers = {
  readonly [K in RequestKind]: (request: SqliteRequests[K]['request']) => SqliteRequests[K]['reply'];
};

export interface RequestMessage<K extends RequestKind = RequestKind> {
  readonly id: number;
  readonly kind: K;
  readonly request: SqliteRequests[K]['request'];
}

export type ReplyMessage =
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string } };
