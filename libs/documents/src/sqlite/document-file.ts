import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL, version INTEGER NOT NULL,
    published_version INTEGER NOT NULL, schema_version INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    removed INTEGER NOT NULL, data TEXT NOT NULL CHECK (json_valid(data)),
    PRIMARY KEY (collection, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS documents_of_tenant ON documents (collection, tenant, id) WHERE removed = 0;
  CREATE TABLE IF NOT EXISTS unpublished (
    place INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL,
    version INTEGER NOT NULL, schema_version INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    removed INTEGER NOT NULL, data TEXT NOT NULL,
    UNIQUE (collection, id, version)
  ) STRICT;
`;

const busyTimeoutMs = 5_000;

export type Row = Readonly<Record<string, unknown>>;

/**
 * The file that holds the documents of a process, all collections. Writes are short and rare, so they run on the
 * calling thread; each is on the disk when it returns.
 */
export class DocumentFile {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    this.transaction(() => this.database.exec(schema));
  }

  get(sql: string, values: readonly SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values);
  }

  all(sql: string, values: readonly SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values);
  }

  /** @returns how many rows were changed */
  run(sql: string, values: readonly SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /** Takes the write lock at once, so that what is read inside still holds when it is written. */
  transaction<R>(work: () => R): R {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}
