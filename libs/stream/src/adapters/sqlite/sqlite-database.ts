import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { ReplyMessage, RequestKind, SqliteRequests } from './sqlite-requests.js';

/** The database refused: `SQLITE_FULL` for a full disk, `SQLITE_BUSY` when another process holds the file. */
export class SqliteError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: Error) => void;
}

/** Tests run the sources; the thread needs plain JavaScript, so it starts from the build beside them. */
const workerFile = new URL(
  import.meta.url.replace(/\/src\/(adapters\/sqlite\/)[^/]*$/, '/dist/$1').replace(/[^/]*$/, 'sqlite-worker.js'),
);

/**
 * One SQLite file and the thread that owns it. What is asked while a transaction runs goes into the next one, so that
 * many small writes share one flush to disk. Replies come in the order of the requests.
 */
export class SqliteDatabase {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private failure: Error | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (reply: ReplyMessage) => this.settle(reply));
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', () => this.fail(new SqliteError('the database is closed', 'CLOSED')));
  }

  /** @throws {SqliteError} `SQLITE_BUSY` when another process uses the file */
  static async open(file: string): Promise<SqliteDatabase> {
    mkdirSync(dirname(file), { recursive: true });
    const worker = new Worker(workerFile, {
      workerData: { file },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const database = new SqliteDatabase(worker);
    try {
      await database.ask('openTopics', undefined);
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  ask<K extends RequestKind>(kind: K, request: SqliteRequests[K]['request']): Promise<SqliteRequests[K]['reply']> {
    if (this.failure) return Promise.reject(this.failure);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, kind, request });
    });
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    if (this.failure) return;
    this.worker.postMessage('close');
    await ended;
  }

  private settle(message: ReplyMessage): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if ('error' in message) waiting?.reject(new SqliteError(message.error.message, message.error.code));
    else waiting?.resolve(message.reply as never);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}
