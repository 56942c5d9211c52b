import {
  type DocumentKind,
  DocumentRepository,
  type DocumentVersion,
  type ListOptions,
  type NewDocument,
  type Removal,
  type Replacement,
  type StoredDocument,
} from '../document-repository.js';
import { DuplicateDocumentError, StaleVersionError } from '../errors.js';
import { readData } from '../stored-data.js';

type StoredVersion = DocumentVersion<unknown> & { readonly schemaVersion: number };

class Collection {
  readonly documents = new Map<string, StoredVersion & { readonly publishedVersion: number }>();
  pending: StoredVersion[] = [];
}

/** What several repositories share, as they would share a database. */
export class MemoryDocumentStore {
  private readonly collections = new Map<string, Collection>();

  collection(name: string): Collection {
    const collection = this.collections.get(name) ?? new Collection();
    this.collections.set(name, collection);
    return collection;
  }
}

/** Documents in a map: for tests, and for what need not outlive its process. */
export class MemoryDocumentRepository<T> extends DocumentRepository<T> {
  private readonly collection: Collection;

  constructor(
    private readonly kind: DocumentKind<T>,
    store = new MemoryDocumentStore(),
  ) {
    super();
    this.collection = store.collection(kind.collection);
  }

  async find(id: string): Promise<StoredDocument<T> | undefined> {
    return this.living(id);
  }

  async insert({ id, tenant, data, at }: NewDocument<T>): Promise<StoredDocument<T>> {
    const before = this.stored(id);
    if (before && !before.removed) throw new DuplicateDocumentError(id);
    const { version = 0, publishedVersion = 0 } = before ?? {};
    return this.write({ id, tenant, version: version + 1, publishedVersion, updatedAt: at, removed: false, data });
  }

  async replace({ id, version, data, at }: Replacement<T>): Promise<StoredDocument<T>> {
    return this.write({ ...this.seen(id, version), version: version + 1, updatedAt: at, data });
  }

  async remove({ id, version, at }: Removal): Promise<StoredDocument<T>> {
    return this.write({ ...this.seen(id, version), version: version + 1, updatedAt: at, removed: true });
  }

  async list({ tenant, after = '', limit }: ListOptions): Promise<readonly StoredDocument<T>[]> {
    const ids = [...this.collection.documents.keys()].filter((id) => id > after).sort();
    const rest = ids.map((id) => this.living(id)).filter((document) => document?.tenant === tenant);
    return rest.filter((document) => document !== undefined).slice(0, limit);
  }

  async unpublished(limit: number): Promise<readonly DocumentVersion<T>[]> {
    return this.collection.pending.slice(0, limit).map((version) => this.read(version));
  }

  async markPublished(id: string, version: number): Promise<number> {
    const document = this.collection.documents.get(id);
    if (!document) throw new StaleVersionError(id, version, undefined);
    const publishedVersion = Math.max(document.publishedVersion, version);
    this.collection.documents.set(id, { ...document, publishedVersion });
    this.collection.pending = this.collection.pending.filter((one) => one.id !== id || one.version > version);
    return document.version;
  }

  async latest(id: string): Promise<DocumentVersion<T> | undefined> {
    return this.stored(id);
  }

  private stored(id: string): StoredDocument<T> | undefined {
    const document = this.collection.documents.get(id);
    return document && { ...this.read(document), publishedVersion: document.publishedVersion };
  }

  private living(id: string): StoredDocument<T> | undefined {
    const document = this.stored(id);
    return document?.removed ? undefined : document;
  }

  private seen(id: string, version: number): StoredDocument<T> {
    const document = this.living(id);
    if (document?.version !== version) throw new StaleVersionError(id, version, document?.version);
    return document;
  }

  private read({ id, tenant, version, updatedAt, removed, ...stored }: StoredVersion): DocumentVersion<T> {
    return { id, tenant, version, updatedAt, removed, data: structuredClone(readData(this.kind, { id, ...stored })) };
  }

  private write(document: StoredDocument<T>): StoredDocument<T> {
    const { publishedVersion, ...version } = document;
    const stored = { ...version, schemaVersion: this.kind.schemaVersion, data: structuredClone(document.data) };
    this.collection.documents.set(document.id, { ...stored, publishedVersion });
    this.collection.pending.push(stored);
    return document;
  }
}
