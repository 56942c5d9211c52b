import { describe } from '@jest/globals';

import { documentRepositoryContract } from '../document-repository.contract.js';
import { MemoryDocumentRepository, MemoryDocumentStore } from './memory-document.repository.js';

describe('MemoryDocumentRepository', () => {
  documentRepositoryContract(async () => {
    const store = new MemoryDocumentStore();
    return { open: (kind) => new MemoryDocumentRepository(kind, store), close: async () => {} };
  });
});
