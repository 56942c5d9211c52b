import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { SettingsError } from './settings.js';

/** The files of the embedded engines in their folder. */
export const databaseFiles = { stream: 'stream.db', documents: 'documents.db' } as const;

/**
 * Creates the folder of the embedded engines, writes to it once, and looks at the databases that are in it.
 *
 * @throws {SettingsError} when it cannot be created or written, or when something else stands in the place of a database
 */
export function prepareDataFolder(folder: string): void {
  try {
    createFolder(resolve(folder));
    rmdirSync(mkdtempSync(join(folder, '.writable-')));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SettingsError([
      `RW_DATA_DIR: must be a folder that can be created and written, got ${JSON.stringify(folder)} (${reason})`,
    ]);
  }
  const complaints = Object.values(databaseFiles).flatMap((name) => fileComplaints(folder, name));
  if (complaints.length > 0) throw new SettingsError(complaints);
}

/** Step by step, since Node's own recursion never ends where a file system refuses with ENOENT, as /proc does. */
function createFolder(path: string): void {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path);
}

function fileComplaints(folder: string, name: string): readonly string[] {
  const path = join(folder, name);
  const reason = existsSync(path) ? whyNoDatabase(path) : undefined;
  if (reason === undefined) return [];
  return [
    `RW_DATA_DIR: must be a folder whose ${name} is a SQLite database or absent, got ${JSON.stringify(folder)} (${name}: ${reason}); move that file away or name another folder`,
  ];
}

/** SQLite's codes for what cannot be read, such as a folder, a damaged file, one that cannot be opened, and no database. */
const unusable = new Set([10, 11, 14, 26]);

/** Other refusals, such as a lock of another process, are of the moment: whoever uses the file finds out about them. */
function whyNoDatabase(path: string): string | undefined {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      database.exec('PRAGMA schema_version');
    } finally {
      database.close();
    }
    return undefined;
  } catch (error) {
    const { message, errcode } = error as { message?: string; errcode?: number };
    return unusable.has((errcode ?? 0) & 0xff) ? message : undefined;
  }
}
