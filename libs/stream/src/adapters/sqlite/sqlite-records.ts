import type { TopicSpec } from '@roadworthy/contracts';

import type { LogRecord } from '../../log/log.js';
import { type ReadPlace, RecordStorage, type StoredTopic } from '../local/record-storage.js';
import type { SqliteDatabase } from './sqlite-database.js';

const maintenanceMs = 60_000;

export interface SqliteRecordsOptions {
  /** above it the oldest records of time-limited topics go, whatever their age */
  readonly maxBytes: number;
}

/** Records in the embedded database: durable when `append` resolves. */
export class SqliteRecords extends RecordStorage {
  private readonly listeners: ((topic: string, range: { partition: number; low: number }) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly options: SqliteRecordsOptions,
  ) {
    super();
  }

  async open(): Promise<readonly StoredTopic[]> {
    this.timer = setInterval(() => void this.maintain(Date.now()).catch(() => {}), maintenanceMs).unref();
    return this.database.ask('openTopics', undefined);
  }

  async create(topic: TopicSpec): Promise<void> {
    await this.database.ask('createTopic', topic);
  }

  async append(records: readonly LogRecord[]): Promise<void> {
    await this.database.ask('append', records);
  }

  read(place: ReadPlace): Promise<readonly LogRecord[]> {
    return this.database.ask('readRecords', place);
  }

  onTrimmed(listener: (topic: string, range: { partition: number; low: number }) => void): void {
    this.listeners.push(listener);
  }

  /** Applies retention and compaction; runs by itself every minute. @param now - ms UTC */
  async maintain(now: number): Promise<void> {
    const trimmed = await this.database.ask('maintain', { now, maxBytes: this.options.maxBytes });
    for (const { topic, ...range } of trimmed) for (const listener of this.listeners) listener(topic, range);
  }

  /** The database is closed by who opened it: the state store may still need it. */
  async close(): Promise<void> {
    clearInterval(this.timer);
  }
}
