import { type Connection, mongo, type Model, trusted } from 'mongoose';

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
import {
  type DocumentRecord,
  documentRecordSchema,
  toDocument,
  toVersion,
  type VersionRecord,
} from './document-record.js';

const duplicateKey = 11_000;
const isDuplicate = (error: unknown): boolean => error instanceof mongo.MongoServerError && error.code === duplicateKey;

/** What callers never ask for: the waiting versions may outweigh the document. */
const withoutPending = { pending: 0 } as const;

/** Documents of one collection in MongoDB. Every write changes one record under a condition on its version. */
export class MongoDocumentRepository<T> extends DocumentRepository<T> {
  private readonly records: Model<DocumentRecord>;

  constructor(
    connection: Connection,
    private readonly kind: DocumentKind<T>,
  ) {
    super();
    this.records = connection.model<DocumentRecord>(kind.collection, documentRecordSchema, kind.collection);
  }

  /** Creates what is missing of the collection's indexes. */
  async prepare(): Promise<void> {
    await this.records.createIndexes();
  }

  async find(id: string): Promise<StoredDocument<T> | undefined> {
    const record = await this.records.findOne({ _id: id, removed: false }, withoutPending).lean();
    return record ? toDocument(this.kind, record) : undefined;
  }

  async insert({ id, tenant, data, at }: NewDocument<T>): Promise<StoredDocument<T>> {
    const version = this.versionRecord({ version: 1, removed: false, data, at });
    try {
      const record = {
        _id: id,
        tenant,
        ...version,
        publishedVersion: 0,
        pending: [version],
        unpublished: true,
      } as const;
      await this.records.create(record);
      return toDocument(this.kind, record);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.revive({ id, tenant, data, at }, error);
    }
  }

  async replace({ id, version, data, at }: Replacement<T>): Promise<StoredDocument<T>> {
    const next = this.versionRecord({ version: version + 1, removed: false, data, at });
    const record = await this.write({ _id: id, version, removed: false }, next);
    return record ?? this.refuse(id, version);
  }

  async remove({ id, version, at }: Removal): Promise<StoredDocument<T>> {
    const seen = await this.find(id);
    if (seen?.version !== version) return this.refuse(id, version);
    const next = this.versionRecord({ version: version + 1, removed: true, data: seen.data, at });
    const record = await this.write({ _id: id, version, removed: false }, next);
    return record ?? this.refuse(id, version);
  }

  async list({ tenant, after = '', limit }: ListOptions): Promise<readonly StoredDocument<T>[]> {
    const filter = { tenant, removed: false, _id: trusted({ $gt: after }) };
    const records = await this.records.find(filter, withoutPending).sort({ _id: 1 }).limit(limit).lean();
    return records.map((record) => toDocument(this.kind, record));
  }

  async unpublished(limit: number): Promise<readonly DocumentVersion<T>[]> {
    const records = await this.records.find({ unpublished: true }).sort({ _id: 1 }).limit(limit).lean();
    const versions = records.flatMap((record) => record.pending.map((one) => toVersion(this.kind, record, one)));
    return versions.slice(0, limit);
  }

  async markPublished(id: string, version: number): Promise<number> {
    const isNews = { _id: id, publishedVersion: trusted({ $lt: version }) };
    const all = { $set: { publishedVersion: version, pending: [] }, $unset: { unpublished: true } } as const;
    const { matchedCount } = await this.records.updateOne({ ...isNews, version }, all);
    if (matchedCount === 1) return version;
    const some = { $set: { publishedVersion: version }, $pull: { pending: { version: { $lte: version } } } };
    await this.records.updateOne(isNews, some);
    const record = await this.records.findOne({ _id: id }, { version: 1 }).lean();
    if (!record) throw new StaleVersionError(id, version, undefined);
    return record.version;
  }

  async latest(id: string): Promise<DocumentVersion<T> | undefined> {
    const record = await this.records.findOne({ _id: id }, withoutPending).lean();
    return record ? toDocument(this.kind, record) : undefined;
  }

  /** The id was used before: its versions go on. */
  private async revive({ id, tenant, data, at }: NewDocument<T>, cause: unknown): Promise<StoredDocument<T>> {
    const before = await this.records.findOne({ _id: id, removed: true }, { version: 1 }).lean();
    if (!before) throw new DuplicateDocumentError(id, { cause });
    const { version } = before;
    const next = this.versionRecord({ version: version + 1, removed: false, data, at });
    const record = await this.write({ _id: id, version, removed: true }, next, tenant);
    if (!record) throw new DuplicateDocumentError(id, { cause });
    return record;
  }

  private async write(
    seen: Pick<DocumentRecord, '_id' | 'version' | 'removed'>,
    next: VersionRecord,
    tenant?: string,
  ): Promise<StoredDocument<T> | undefined> {
    const owner = tenant === undefined ? {} : { tenant };
    const update = { $set: { ...next, ...owner, unpublished: true as const }, $push: { pending: next } };
    const options = { returnDocument: 'after', projection: withoutPending } as const;
    const record = await this.records.findOneAndUpdate(seen, update, options).lean();
    return record ? toDocument(this.kind, record) : undefined;
  }

  private async refuse(id: string, seen: number): Promise<never> {
    throw new StaleVersionError(id, seen, (await this.find(id))?.version);
  }

  private versionRecord({
    version,
    removed,
    data,
    at,
  }: {
    readonly version: number;
    readonly removed: boolean;
    readonly data: T;
    readonly at: number;
  }): VersionRecord {
    return { version, schemaVersion: this.kind.schemaVersion, updatedAt: new Date(at), removed, data };
  }
}
