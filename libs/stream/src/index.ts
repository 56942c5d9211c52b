export {
  type FetchedBatch,
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
} from './log/log.js';
export { partitionOf } from './log/partition-of.js';
export {
  type Acquired,
  type Commit,
  type CommitResult,
  type JournalRow,
  type OutboxId,
  type OutboxRow,
  type StateField,
  type StatePartition,
  StateStore,
} from './state-store/state-store.js';
export { LocalLog } from './adapters/local/local-log.js';
export { RecordStorage } from './adapters/local/record-storage.js';
export { createMemoryLog } from './adapters/memory/memory-log.js';
export { MemoryStateStore } from './adapters/memory/memory-state-store.js';
export { SqliteDatabase, SqliteError } from './adapters/sqlite/sqlite-database.js';
export { SqliteRecords } from './adapters/sqlite/sqlite-records.js';
export { SqliteStateStore } from './adapters/sqlite/sqlite-state-store.js';
export { Clock, SystemClock } from './processor/clock.js';
export { jsonOfRecord, replayHeader } from './processor/decoder.js';
export { fieldNames } from './processor/field-names.js';
export { defaultTiming, Processor, type ProcessorOptions } from './processor/processor.js';
export {
  type AnyProcessor,
  type BroadcastTables,
  type Deduplication,
  type InputDefinition,
  type ProcessorDefinition,
  type Publication,
  publication,
  type RecordIdentity,
  type Rejection,
  type StepContext,
  type StepOutput,
} from './processor/processor-definition.js';
export type { ProcessorEngines } from './processor/processor-engines.js';
export { ProcessorLogger, SilentLogger } from './processor/processor-logger.js';
export { readEntity } from './processor/read-entity.js';
export type { BatchHandler, RecordBatch, Routed } from './processor/record-batch.js';
export { fromJsonBytes, jsonCodec, type StateCodec, toJsonBytes } from './processor/state-codec.js';
export type { ProcessorStatistics } from './processor/statistics.js';
export { StreamTransport, type StreamTransportOptions, transportOf } from './transport/stream-transport.js';
