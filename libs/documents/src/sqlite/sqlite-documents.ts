import type { DocumentKind, DocumentRepository } from '../document-repository.js';
import { Documents } from '../documents.js';
import { DocumentFile } from './document-file.js';
import { SqliteDocumentRepository } from './sqlite-document.repository.js';

/** All collections of a process in one SQLite file. */
export class SqliteDocuments extends Documents {
  private readonly file: DocumentFile;

  constructor(path: string) {
    super();
    this.file = new DocumentFile(path);
  }

  async open<T>(kind: DocumentKind<T>): Promise<DocumentRepository<T>> {
    return new SqliteDocumentRepository(this.file, kind);
  }

  async close(): Promise<void> {
    this.file.close();
  }
}
