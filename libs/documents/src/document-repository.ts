/** One version of a document, as it was written. */
export interface DocumentVersion<T> {
  /** unique in its collection; the tenant is part of it */
  readonly id: string;
  readonly tenant: string;
  /** rises by one with each write, removal and re-creation included; the first is 1 */
  readonly version: number;
  /** ms UTC */
  readonly updatedAt: number;
  /** the document ended with this version; `data` is what it last held */
  readonly removed: boolean;
  readonly data: T;
}

export interface StoredDocument<T> extends DocumentVersion<T> {
  /** the newest version that is known to be on its topic; 0 before the first */
  readonly publishedVersion: number;
}

export interface NewDocument<T> {
  readonly id: string;
  readonly tenant: string;
  readonly data: T;
  /** ms UTC */
  readonly at: number;
}

export interface Replacement<T> {
  readonly id: string;
  /** the version that the writer saw */
  readonly version: number;
  readonly data: T;
  /** ms UTC */
  readonly at: number;
}

export type Removal = Omit<Replacement<unknown>, 'data'>;

export interface ListOptions {
  readonly tenant: string;
  /** the last id of the page before */
  readonly after?: string;
  /** `>= 1` */
  readonly limit: number;
}

/** What a collection holds and how it is read back. */
export interface DocumentKind<T> {
  readonly collection: string;
  /** of the data that is written now */
  readonly schemaVersion: number;
  /** Checks stored data, bringing it up from an older schema version. */
  readonly read: (data: unknown, schemaVersion: number) => T;
}

/**
 * Documents of one collection by id. Every write is compare-and-set on `version` and keeps its version for the relay
 * until that was published, in one atomic write of one document. A removed document is found no more, but its version
 * goes on when the id is used again.
 */
export abstract class DocumentRepository<T> {
  /** @throws {NewerSchemaError} when a later release wrote it */
  abstract find(id: string): Promise<StoredDocument<T> | undefined>;

  /** @throws {DuplicateDocumentError} when the id is taken */
  abstract insert(document: NewDocument<T>): Promise<StoredDocument<T>>;

  /** @throws {StaleVersionError} when the stored version is another, or none */
  abstract replace(replacement: Replacement<T>): Promise<StoredDocument<T>>;

  /** @throws {StaleVersionError} when the stored version is another, or none */
  abstract remove(removal: Removal): Promise<StoredDocument<T>>;

  /** A page, in one fixed order of ids. */
  abstract list(options: ListOptions): Promise<readonly StoredDocument<T>[]>;

  /** Versions that are not yet published: those of one document in order and without a gap. */
  abstract unpublished(limit: number): Promise<readonly DocumentVersion<T>[]>;

  /**
   * Says that the topic has the versions up to this one.
   *
   * @throws {StaleVersionError} when there never was such a document
   * @returns the document's newest version; if it is another, the topic may not end with it
   */
  abstract markPublished(id: string, version: number): Promise<number>;

  /** The newest version, of a removed document too. */
  abstract latest(id: string): Promise<DocumentVersion<T> | undefined>;
}
