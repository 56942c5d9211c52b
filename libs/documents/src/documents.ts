import type { DocumentKind, DocumentRepository } from './document-repository.js';

/** Where a service's documents live: opens its collections. */
export abstract class Documents {
  abstract open<T>(kind: DocumentKind<T>): Promise<DocumentRepository<T>>;
  abstract close(): Promise<void>;
}
