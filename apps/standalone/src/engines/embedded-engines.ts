import { join } from 'node:path';

import { SqliteDocuments } from '@roadworthy/documents';
import { LocalLog, SqliteDatabase, SqliteError, SqliteRecords, SqliteStateStore } from '@roadworthy/stream';

import { databaseFiles } from '../data-folder.js';
import type { Settings } from '../settings.js';
import type { Engines } from './engines.js';

/**
 * Log and state in one SQLite file behind one thread, documents in another: the second is read and written where it is
 * asked, the first is locked by its thread.
 *
 * @throws {SqliteError} `SQLITE_BUSY` when another process uses the folder, which must be there
 */
export async function openEmbeddedEngines({ RW_DATA_DIR, RW_LOG_MAX_BYTES }: Settings): Promise<Engines> {
  const database = await openDatabase(RW_DATA_DIR);
  const log = await LocalLog.open(new SqliteRecords(database, { maxBytes: RW_LOG_MAX_BYTES }));
  const store = new SqliteStateStore(database);
  const documents = new SqliteDocuments(join(RW_DATA_DIR, databaseFiles.documents));
  return {
    log,
    store,
    documents,
    async close() {
      await log.close();
      await store.close();
      await database.close();
      await documents.close();
    },
  };
}

async function openDatabase(folder: string): Promise<SqliteDatabase> {
  try {
    return await SqliteDatabase.open(join(folder, databaseFiles.stream));
  } catch (cause) {
    if (!(cause instanceof SqliteError) || cause.code !== 'SQLITE_BUSY') throw cause;
    throw new SqliteError(`another process uses the folder ${folder} (RW_DATA_DIR)`, cause.code);
  }
}
