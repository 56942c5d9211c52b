import {
  type Acquired,
  type Commit,
  type CommitResult,
  type JournalRow,
  type OutboxId,
  type StateField,
  type StatePartition,
  StateStore,
} from '../../state-store/state-store.js';
import type { SqliteDatabase } from './sqlite-database.js';

const pageSize = 500;

/** State in the embedded database; the log beside it shares the same flushes to disk. */
export class SqliteStateStore extends StateStore {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  acquire(place: StatePartition, now: number): Promise<Acquired> {
    return this.database.ask('acquire', { ...place, now });
  }

  epoch(place: StatePartition): Promise<number | undefined> {
    return this.database.ask('epoch', place);
  }

  async *load(place: StatePartition): AsyncIterable<readonly StateField[]> {
    for (let after = ''; ;) {
      const page = await this.database.ask('loadFields', { ...place, after, limit: pageSize });
      const last = page.at(-1);
      if (!last) return;
      yield page;
      after = last.name;
    }
  }

  read(place: StatePartition, prefix: string): Promise<readonly StateField[]> {
    return this.database.ask('readFields', { ...place, prefix });
  }

  commit(commit: Commit): Promise<CommitResult> {
    return this.database.ask('commit', commit);
  }

  async trim(place: StatePartition, upTo: OutboxId): Promise<void> {
    await this.database.ask('trim', { ...place, upTo });
  }

  async *journal(place: StatePartition, after: number): AsyncIterable<readonly JournalRow[]> {
    for (let from = after; ;) {
      const page = await this.database.ask('readJournal', { ...place, after: from, limit: pageSize });
      const last = page.at(-1);
      if (!last) return;
      yield page;
      from = last.version;
    }
  }

  async trimJournal(place: StatePartition, version: number): Promise<void> {
    await this.database.ask('trimJournal', { ...place, version });
  }

  /** The database is closed by who opened it. */
  async close(): Promise<void> {}
}
