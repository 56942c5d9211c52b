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
