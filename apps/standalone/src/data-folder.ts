import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { SettingsError } from './settings.js';

/**
 * Creates the folder of the embedded engines, and writes to it once.
 *
 * @throws {SettingsError} when it cannot be created or written
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
}

/** Step by step, since Node's own recursion never ends where a file system refuses with ENOENT, as /proc does. */
function createFolder(path: string): void {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path);
}
