/** One partition of one processor: what is owned, fenced and committed as a whole. */
export interface StatePartition {
  readonly processor: string;
  readonly partition: number;
}

/** Names an outbox row; rows are relayed and trimmed in this order. */
export interface OutboxId {
  readonly epoch: number;
  readonly version: number;
}

export interface OutboxRow extends OutboxId {
  readonly row: string;
}

/** What a new owner finds. `epoch` is its own from now on; everybody with a lower one is refused. */
export interface Acquired {
  readonly epoch: number;
  readonly version: number;
  /** next offset to read, by topic */
  readonly offsets: Readonly<Record<string, number>>;
  readonly outbox: readonly OutboxRow[];
}

/** One atomic write: state, outgoing events and the next offset of every input. */
export interface Commit extends StatePartition {
  readonly epoch: number;
  /** the version that this commit follows; the store then holds `version + 1` */
  readonly version: number;
  readonly offsets: Readonly<Record<string, number>>;
  /** `undefined` removes the field */
  readonly fields: ReadonlyMap<string, Uint8Array | undefined>;
  readonly outbox?: string | undefined;
  readonly journal?: string | undefined;
}

/**
 * `applied`; `already-applied`: the same commit arrived before, as after a resend; `lost`: another owner has a higher
 * epoch; `conflict`: the version is neither ours nor the one after it.
 */
export type CommitResult = 'applied' | 'already-applied' | 'lost' | 'conflict';

export interface StateField {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface JournalRow {
  readonly version: number;
  readonly row: string;
}

/** The durable state of processors. Every method may be retried. */
export abstract class StateStore {
  /** Takes the partition over: raises its epoch to `max(stored + 1, now)`. @param now - ms UTC */
  abstract acquire(place: StatePartition, now: number): Promise<Acquired>;

  /** @returns `undefined` for a partition that nobody ever owned */
  abstract epoch(place: StatePartition): Promise<number | undefined>;

  /** All fields, page by page. Only an owner may rely on them to hold still. */
  abstract load(place: StatePartition): AsyncIterable<readonly StateField[]>;

  /** The committed fields whose name starts with `prefix`, as they stand. */
  abstract read(place: StatePartition, prefix: string): Promise<readonly StateField[]>;

  abstract commit(commit: Commit): Promise<CommitResult>;

  /** Drops the outbox rows up to and including `upTo`. */
  abstract trim(place: StatePartition, upTo: OutboxId): Promise<void>;

  /** Rows of the journal with a version above `after`, in order. */
  abstract journal(place: StatePartition, after: number): AsyncIterable<readonly JournalRow[]>;

  /** Drops the journal rows up to and including `version`. */
  abstract trimJournal(place: StatePartition, version: number): Promise<void>;

  abstract close(): Promise<void>;
}
