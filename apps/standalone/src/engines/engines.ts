import type { Documents } from '@roadworthy/documents';
import type { Log, StateStore } from '@roadworthy/stream';

/** What the services stand on. Closed after them, in the order of use. */
export interface Engines {
  readonly log: Log;
  readonly store: StateStore;
  readonly documents: Documents;
  close(): Promise<void>;
}
