import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { prepareDataFolder } from './data-folder.js';
import { SettingsError } from './settings.js';

describe('the data folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const complaintsOf = (): readonly string[] => {
    try {
      prepareDataFolder(folder);
      return [];
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      return error.complaints;
    }
  };
  const complaint = (name: string, reason: string): string =>
    `RW_DATA_DIR: must be a folder whose ${name} is a SQLite database or absent, got "${folder}" (${name}: ${reason}); move that file away or name another folder`;

  it.each(['stream.db', 'documents.db'])('may hold the database %s, also one that nothing was written to', (name) => {
    const database = new DatabaseSync(join(folder, name));
    expect(complaintsOf()).toEqual([]);
    database.exec('CREATE TABLE a (b)');
    database.close();
    expect(complaintsOf()).toEqual([]);
  });

  it.each(['stream.db', 'documents.db'])('may hold no other file as %s, nor a folder', (name) => {
    writeFileSync(join(folder, name), 'just text, longer than the head of a database');
    expect(complaintsOf()).toEqual([complaint(name, 'file is not a database')]);
    writeFileSync(join(folder, name), 'short');
    expect(complaintsOf()).toEqual([complaint(name, 'file is not a database')]);
    rmSync(join(folder, name));
    mkdirSync(join(folder, name));
    expect(complaintsOf()).toEqual([complaint(name, 'disk I/O error')]);
  });

  it('may hold a database that another process uses', () => {
    const database = new DatabaseSync(join(folder, 'stream.db'));
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; CREATE TABLE a (b)');
    expect(complaintsOf()).toEqual([]);
    database.close();
  });

  it('is complained of with everything that is wrong in it', () => {
    for (const name of ['stream.db', 'documents.db']) writeFileSync(join(folder, name), 'just text');
    expect(complaintsOf()).toHaveLength(2);
  });
});
