import type { DocumentKind, DocumentRepository } from '../document-repository.js';
import { Documents } from '../documents.js';
import { MemoryDocumentRepository, MemoryDocumentStore } from './memory-document.repository.js';

/** All collections of a process in memory: for tests. */
export class MemoryDocuments extends Documents {
  private readonly store = new MemoryDocumentStore();

  async open<T>(kind: DocumentKind<T>): Promise<DocumentRepository<T>> {
    return new MemoryDocumentRepository(kind, this.store);
  }

  async close(): Promise<void> {}
}
