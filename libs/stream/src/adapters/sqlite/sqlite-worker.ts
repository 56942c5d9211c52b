import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

import { recordHandlers } from './record-tables.js';
import type { Handlers, ReplyMessage, RequestMessage } from './sqlite-requests.js';
import { stateHandlers } from './state-tables.js';

type Message = RequestMessage | 'close';

const maxPerTransaction = 512;

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 2000 });
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 2000;
    PRAGMA cache_size = -16000;
    BEGIN IMMEDIATE; COMMIT;
  `);
  return database;
}

const described = (error: unknown): { message: string; code: string } => {
  const { message, errcode } = error as { message?: string; errcode?: number };
  const codes: Record<number, string> = { 5: 'SQLITE_BUSY', 10: 'SQLITE_IOERR', 13: 'SQLITE_FULL' };
  return { message: message ?? String(error), code: codes[(errcode ?? 0) & 0xff] ?? 'SQLITE_ERROR' };
};

/** Answers requests, all that wait in one transaction; one that fails is told so and leaves the others whole. */
class Server {
  private readonly database: DatabaseSync;
  private readonly handlers: Handlers;

  constructor(
    private readonly port: MessagePort,
    file: string,
  ) {
    this.database = open(file);
    this.handlers = { ...recordHandlers(this.database), ...stateHandlers(this.database) };
    port.on('message', (first: Message) => this.drain(first));
  }

  private drain(first: Message): void {
    const requests: RequestMessage[] = [];
    let message: Message | undefined = first;
    while (message !== undefined && message !== 'close') {
      requests.push(message);
      message = requests.length < maxPerTransaction ? receiveMessageOnPort(this.port)?.message : undefined;
    }
    for (const reply of this.transaction(requests)) this.port.postMessage(reply);
    if (message === 'close') this.close();
  }

  private transaction(requests: readonly RequestMessage[]): ReplyMessage[] {
    if (requests.length === 0) return [];
    try {
      this.database.exec('BEGIN IMMEDIATE');
      const replies = requests.map(({ id, kind, request }) => ({ id, reply: this.handlers[kind](request as never) }));
      this.database.exec('COMMIT');
      return replies;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      const [only] = requests;
      if (requests.length === 1 && only) return [{ id: only.id, error: described(error) }];
      return requests.flatMap((request) => this.transaction([request]));
    }
  }

  private close(): void {
    this.database.close();
    this.port.close();
  }
}

if (!parentPort) throw new Error('sqlite-worker runs in a worker thread');
try {
  new Server(parentPort, String(workerData.file));
} catch (error) {
  const failure = described(error);
  parentPort.on('message', (message: Message) => {
    if (message === 'close') parentPort?.close();
    else parentPort?.postMessage({ id: message.id, error: failure });
  });
}
