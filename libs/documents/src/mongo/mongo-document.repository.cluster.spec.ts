import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { documentRepositoryContract, type Note, notes } from '../document-repository.contract.js';
import { connectDocuments } from './connect-documents.js';
import { MongoDocumentRepository } from './mongo-document.repository.js';

// eslint-disable-next-line no-restricted-properties -- this is how the set-up of the suite hands the address on
const { MONGO_URL } = process.env;

/** Writers that compete over a network may need many attempts. */
jest.setTimeout(30_000);

/** A database of its own on the server that the suite was given. */
function freshUrl(): string {
  if (MONGO_URL === undefined) throw new Error('MONGO_URL must name the server of the suite');
  const url = new URL(MONGO_URL);
  url.pathname = `/documents-${randomUUID()}`;
  return url.href;
}

describe('MongoDocumentRepository', () => {
  documentRepositoryContract(async () => {
    const url = freshUrl();
    const connections = await Promise.all([0, 1, 2, 3].map(() => connectDocuments(url)));
    let opened = 0;
    return {
      open: (kind) => {
        const connection = connections[opened++ % connections.length];
        if (!connection) throw new Error('no connection');
        return new MongoDocumentRepository(connection, kind);
      },
      close: async () => {
        await connections[0]?.dropDatabase();
        await Promise.all(connections.map((connection) => connection.close()));
      },
    };
  });

  describe('over a connection of its own', () => {
    let connection: Awaited<ReturnType<typeof connectDocuments>>;
    let documents: MongoDocumentRepository<Note>;
    beforeEach(async () => {
      connection = await connectDocuments(freshUrl());
      documents = new MongoDocumentRepository(connection, notes);
    });
    afterEach(async () => {
      await connection.dropDatabase();
      await connection.close();
    });

    it('creates its indexes, however often it is asked', async () => {
      await documents.prepare();
      await documents.prepare();
      const indexes = await connection.collection('notes').indexes();
      expect(indexes.map(({ key }) => Object.keys(key))).toEqual(
        expect.arrayContaining([['_id'], ['tenant', '_id'], ['unpublished']]),
      );
    });

    it('does not take an operator for an id', async () => {
      await documents.insert({ id: 'a', tenant: 'default', data: { text: 'a', count: 1 }, at: 1_000 });
      const operator: unknown = { $ne: '' };
      await expect(documents.find(operator as string)).rejects.toThrow(/Cast to string failed/);
    });
  });
});
