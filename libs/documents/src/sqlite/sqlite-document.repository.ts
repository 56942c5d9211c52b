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
import type { DocumentFile } from './document-file.js';
import { toDocument, toVersion } from './document-row.js';

/** Documents of one collection in a SQLite file that several processes may share. */
export class SqliteDocumentRepository<T> extends DocumentRepository<T> {
  constructor(
    private readonly file: DocumentFile,
    private readonly kind: DocumentKind<T>,
  ) {
    super();
  }

  async find(id: string): Promise<StoredDocument<T> | undefined> {
    const document = this.stored(id);
    return document?.removed ? undefined : document;
  }

  async insert({ id, tenant, data, at }: NewDocument<T>): Promise<StoredDocument<T>> {
    return this.file.transaction(() => {
      const before = this.stored(id);
      if (before && !before.removed) throw new DuplicateDocumentError(id);
      const { version = 0, publishedVersion = 0 } = before ?? {};
      return this.write({ id, tenant, version: version + 1, publishedVersion, updatedAt: at, removed: false, data });
    });
  }

  async replace({ id, version, data, at }: Replacement<T>): Promise<StoredDocument<T>> {
    return this.file.transaction(() => {
      const seen = this.seen(id, version);
      return this.write({ ...seen, version: version + 1, updatedAt: at, data });
    });
  }

  async remove({ id, version, at }: Removal): Promise<StoredDocument<T>> {
    return this.file.transaction(() => {
      const seen = this.seen(id, version);
      return this.write({ ...seen, version: version + 1, updatedAt: at, removed: true });
    });
  }

  async list({ tenant, after = '', limit }: ListOptions): Promise<readonly StoredDocument<T>[]> {
    const sql =
      'SELECT * FROM documents WHERE collection = ? AND tenant = ? AND id > ? AND removed = 0 ORDER BY id LIMIT ?';
    const rows = this.file.all(sql, [this.kind.collection, tenant, after, limit]);
    return rows.map((row) => toDocument(this.kind, row));
  }

  async unpublished(limit: number): Promise<readonly DocumentVersion<T>[]> {
    const sql = 'SELECT * FROM unpublished WHERE collection = ? ORDER BY place LIMIT ?';
    return this.file.all(sql, [this.kind.collection, limit]).map((row) => toVersion(this.kind, row));
  }

  async markPublished(id: string, version: number): Promise<number> {
    const place = [this.kind.collection, id] as const;
    return this.file.transaction(() => {
      const document = this.stored(id);
      if (!document) throw new StaleVersionError(id, version, undefined);
      const published = Math.max(document.publishedVersion, version);
      this.file.run('UPDATE documents SET published_version = ? WHERE collection = ? AND id = ?', [
        published,
        ...place,
      ]);
      this.file.run('DELETE FROM unpublished WHERE collection = ? AND id = ? AND version <= ?', [...place, version]);
      return document.version;
    });
  }

  async latest(id: string): Promise<DocumentVersion<T> | undefined> {
    return this.stored(id);
  }

  private stored(id: string): StoredDocument<T> | undefined {
    const row = this.file.get('SELECT * FROM documents WHERE collection = ? AND id = ?', [this.kind.collection, id]);
    return row && toDocument(this.kind, row);
  }

  private seen(id: string, version: number): StoredDocument<T> {
    const document = this.stored(id);
    const current = document?.removed ? undefined : document?.version;
    if (!document || current !== version) throw new StaleVersionError(id, version, current);
    return document;
  }

  private write(document: StoredDocument<T>): StoredDocument<T> {
    const { collection, schemaVersion } = this.kind;
    const { id, tenant, version, publishedVersion, updatedAt, removed } = document;
    const data = JSON.stringify(document.data);
    const tail = [schemaVersion, updatedAt, Number(removed), data] as const;
    this.file.run('INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      collection,
      id,
      tenant,
      version,
      publishedVersion,
      ...tail,
    ]);
    this.file.run('INSERT INTO unpublished VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)', [
      collection,
      id,
      tenant,
      version,
      ...tail,
    ]);
    return document;
  }
}
