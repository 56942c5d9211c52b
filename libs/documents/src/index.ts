export {
  type DocumentKind,
  DocumentRepository,
  type DocumentVersion,
  type ListOptions,
  type NewDocument,
  type Removal,
  type Replacement,
  type StoredDocument,
} from './document-repository.js';
export { DocumentRelay, type DocumentRelayOptions } from './document-relay.js';
export { DuplicateDocumentError, NewerSchemaError, StaleVersionError } from './errors.js';
export { MemoryDocumentRepository, MemoryDocumentStore } from './memory/memory-document.repository.js';
export { MemoryDocuments } from './memory/memory-documents.js';
export { DocumentFile } from './sqlite/document-file.js';
export { SqliteDocumentRepository } from './sqlite/sqlite-document.repository.js';
export { WakingDocumentRepository } from './waking-document.repository.js';
export { Documents } from './documents.js';
export { SqliteDocuments } from './sqlite/sqlite-documents.js';
