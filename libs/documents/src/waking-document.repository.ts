import {
  DocumentRepository,
  type DocumentVersion,
  type ListOptions,
  type NewDocument,
  type Removal,
  type Replacement,
  type StoredDocument,
} from './document-repository.js';

/** Tells the relay of each write, so that it is published at once and not at the next tick of the timer. */
export class WakingDocumentRepository<T> extends DocumentRepository<T> {
  constructor(
    private readonly documents: DocumentRepository<T>,
    private readonly wake: () => void,
  ) {
    super();
  }

  insert(document: NewDocument<T>): Promise<StoredDocument<T>> {
    return this.after(this.documents.insert(document));
  }

  replace(replacement: Replacement<T>): Promise<StoredDocument<T>> {
    return this.after(this.documents.replace(replacement));
  }

  remove(removal: Removal): Promise<StoredDocument<T>> {
    return this.after(this.documents.remove(removal));
  }

  find(id: string): Promise<StoredDocument<T> | undefined> {
    return this.documents.find(id);
  }

  list(options: ListOptions): Promise<readonly StoredDocument<T>[]> {
    return this.documents.list(options);
  }

  unpublished(limit: number): Promise<readonly DocumentVersion<T>[]> {
    return this.documents.unpublished(limit);
  }

  markPublished(id: string, version: number): Promise<number> {
    return this.documents.markPublished(id, version);
  }

  latest(id: string): Promise<DocumentVersion<T> | undefined> {
    return this.documents.latest(id);
  }

  private async after(write: Promise<StoredDocument<T>>): Promise<StoredDocument<T>> {
    const document = await write;
    this.wake();
    return document;
  }
}
