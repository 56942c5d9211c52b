import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { logContract } from '../../log/log.contract.js';
import { stateStoreContract } from '../../state-store/state-store.contract.js';
import { LocalLog } from '../local/local-log.js';
import { SqliteDatabase } from './sqlite-database.js';
import { SqliteRecords } from './sqlite-records.js';
import { SqliteStateStore } from './sqlite-state-store.js';

const gigabyte = 2 ** 30;

async function openIn(
  folder: string,
  maxBytes = gigabyte,
): Promise<{ database: SqliteDatabase; records: SqliteRecords; log: LocalLog }> {
  const database = await SqliteDatabase.open(join(folder, 'log.db'));
  const records = new SqliteRecords(database, { maxBytes });
  return { database, records, log: await LocalLog.open(records) };
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'rw-sqlite-'));

logContract('SQLite', async () => {
  const folder = newFolder();
  const { database, log } = await openIn(folder);
  return {
    log,
    close: async () => {
      await log.close();
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
});

stateStoreContract('SQLite', async () => {
  const folder = newFolder();
  const database = await SqliteDatabase.open(join(folder, 'state.db'));
  const store = new SqliteStateStore(database);
  return {
    store,
    close: async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('SqliteRecords', () => {
  const text = (value: string, timestamp: number, key = 'k') => ({
    topic: 't',
    partition: 0,
    key,
    value,
    headers: {},
    timestamp,
  });

  async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
    const folder = newFolder();
    try {
      await test(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('keeps what it acknowledged, and its offsets, over a restart', () =>
    inFolder(async (folder) => {
      const first = await openIn(folder);
      await first.log.createTopics([{ topic: 't', partitions: 2, compacted: false }]);
      await first.log.append([text('a', 1), text('b', 2)]);
      await first.log.close();
      await first.database.close();
      const second = await openIn(folder);
      expect(await second.log.ranges('t')).toEqual([
        { partition: 0, low: 0, high: 2 },
        { partition: 1, low: 0, high: 0 },
      ]);
      const read = await second.log.read({ topic: 't', partition: 0, offset: 0, limit: 9 });
      expect(read.map(({ value, offset }) => [offset, Buffer.from(value ?? []).toString()])).toEqual([
        [0, 'a'],
        [1, 'b'],
      ]);
      await second.log.close();
      await second.database.close();
    }));

  it('drops records past their retention, and says from where on it keeps', () =>
    inFolder(async (folder) => {
      const { log, records, database } = await openIn(folder);
      await log.createTopics([{ topic: 't', partitions: 1, compacted: false, retentionMs: 1000 }]);
      await log.append(Array.from({ length: 2500 }, (_, i) => text('x', i)));
      await records.maintain(3400);
      expect(await log.ranges('t')).toEqual([{ partition: 0, low: 2000, high: 2500 }]);
      await log.close();
      await database.close();
    }));

  it('drops the oldest records while the file is larger than allowed', () =>
    inFolder(async (folder) => {
      const { log, records, database } = await openIn(folder, 1_000_000);
      await log.createTopics([{ topic: 't', partitions: 1, compacted: false, retentionMs: 1e12 }]);
      await log.append(Array.from({ length: 3000 }, () => text('x'.repeat(1000), 1)));
      await records.maintain(2);
      const [range] = await log.ranges('t');
      expect(range?.low).toBe(1000);
      await log.close();
      await database.close();
    }));

  it('keeps the newest record of each key of a compacted topic', () =>
    inFolder(async (folder) => {
      const { log, database } = await openIn(folder);
      await log.createTopics([{ topic: 't', partitions: 1, compacted: true }]);
      await log.append([text('1', 1, 'a'), text('2', 1, 'b'), text('3', 1, 'a')]);
      await log.close();
      await database.close();
      const again = await openIn(folder);
      await again.records.maintain(2);
      const read = await again.log.read({ topic: 't', partition: 0, offset: 0, limit: 9 });
      expect(read.map(({ offset, key }) => [offset, key])).toEqual([
        [1, 'b'],
        [2, 'a'],
      ]);
      await again.log.close();
      await again.database.close();
    }));

  it('refuses a file that another process uses, and names why', () =>
    inFolder(async (folder) => {
      const { log, database } = await openIn(folder);
      await expect(SqliteDatabase.open(join(folder, 'log.db'))).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
      await log.close();
      await database.close();
    }));
});
