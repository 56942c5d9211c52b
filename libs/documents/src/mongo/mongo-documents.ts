import type { Connection } from 'mongoose';

import type { DocumentKind, DocumentRepository } from '../document-repository.js';
import { Documents } from '../documents.js';
import { connectDocuments } from './connect-documents.js';
import { MongoDocumentRepository } from './mongo-document.repository.js';

/** All collections of one MongoDB database. */
export class MongoDocuments extends Documents {
  private constructor(private readonly connection: Connection) {
    super();
  }

  /** @throws when no server answers in time */
  static async connect(url: string): Promise<MongoDocuments> {
    return new MongoDocuments(await connectDocuments(url));
  }

  async open<T>(kind: DocumentKind<T>): Promise<DocumentRepository<T>> {
    const repository = new MongoDocumentRepository(this.connection, kind);
    await repository.prepare();
    return repository;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
