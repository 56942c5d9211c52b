import type { Documents } from '@roadworthy/documents';
import type { Log, StateStore } from '@roadworthy/stream';
import type { RedisClient } from '@roadworthy/stream/redis';

/** What the services stand on. Closed after them, in the order of use. */
export interface Engines {
  readonly log: Log;
  readonly store: StateStore;
  readonly documents: Documents;
  /** where replicas count together; absent where there is one process */
  readonly redis?: RedisClient;
  close(): Promise<void>;
}
