import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { documentRepositoryContract, notes } from '../document-repository.contract.js';
import { DocumentFile } from './document-file.js';
import { SqliteDocumentRepository } from './sqlite-document.repository.js';

describe('SqliteDocumentRepository', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  documentRepositoryContract(async () => {
    const files = [0, 1, 2, 3].map(() => new DocumentFile(join(folder, 'documents.db')));
    let opened = 0;
    return {
      open: (kind) => {
        const file = files[opened++ % files.length];
        if (!file) throw new Error('no file');
        return new SqliteDocumentRepository(file, kind);
      },
      close: async () => files.forEach((file) => file.close()),
    };
  });

  it('keeps documents and what is unpublished when its file is opened again', async () => {
    const first = new DocumentFile(join(folder, 'documents.db'));
    await new SqliteDocumentRepository(first, notes).insert({
      id: 'a',
      tenant: 'default',
      data: { text: 'a', count: 1 },
      at: 1_000,
    });
    first.close();
    const second = new DocumentFile(join(folder, 'documents.db'));
    const documents = new SqliteDocumentRepository(second, notes);
    expect(await documents.find('a')).toMatchObject({ version: 1, data: { text: 'a', count: 1 } });
    expect(await documents.unpublished(10)).toMatchObject([{ id: 'a', version: 1 }]);
    second.close();
  });

  it('writes nothing of a change that fails half way', async () => {
    const file = new DocumentFile(join(folder, 'documents.db'));
    const documents = new SqliteDocumentRepository(file, notes);
    await documents.insert({ id: 'a', tenant: 'default', data: { text: 'a', count: 1 }, at: 1_000 });
    file.run("INSERT INTO unpublished VALUES (NULL, 'notes', 'a', 'default', 2, 2, 0, 0, '{}')", []);
    const change = { id: 'a', version: 1, data: { text: 'b', count: 2 }, at: 2_000 };
    await expect(documents.replace(change)).rejects.toThrow('UNIQUE constraint failed');
    expect(await documents.find('a')).toMatchObject({ version: 1, data: { text: 'a' } });
    file.close();
  });
});
