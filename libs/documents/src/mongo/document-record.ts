import { Schema } from 'mongoose';

import type { DocumentKind, DocumentVersion, StoredDocument } from '../document-repository.js';
import { readData } from '../stored-data.js';

/** One version, as it waits inside its document to be published. */
export interface VersionRecord {
  readonly version: number;
  readonly schemaVersion: number;
  readonly updatedAt: Date;
  readonly removed: boolean;
  readonly data: unknown;
}

/** A document and its unpublished versions: one record, so that one write is one atomic change. */
export interface DocumentRecord extends VersionRecord {
  readonly _id: string;
  readonly tenant: string;
  readonly publishedVersion: number;
  readonly pending: readonly VersionRecord[];
  /** there while something is pending: a sparse index then finds the few among the many */
  readonly unpublished?: true | undefined;
}

const version = {
  version: { type: Number, required: true },
  schemaVersion: { type: Number, required: true },
  updatedAt: { type: Date, required: true },
  removed: { type: Boolean, required: true },
  data: { type: Schema.Types.Mixed, required: true },
};

export const documentRecordSchema = new Schema<DocumentRecord>(
  {
    _id: { type: String, required: true },
    tenant: { type: String, required: true },
    ...version,
    publishedVersion: { type: Number, required: true },
    pending: { type: [new Schema(version, { _id: false, minimize: false })], required: true },
    unpublished: { type: Boolean },
  },
  { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' },
)
  .index({ tenant: 1, _id: 1 })
  .index({ unpublished: 1 }, { sparse: true });

export function toVersion<T>(
  kind: DocumentKind<T>,
  { _id: id, tenant }: Pick<DocumentRecord, '_id' | 'tenant'>,
  { version, schemaVersion, updatedAt, removed, data }: VersionRecord,
): DocumentVersion<T> {
  const read = readData(kind, { id, schemaVersion, data });
  return { id, tenant, version, updatedAt: updatedAt.getTime(), removed, data: read };
}

export const toDocument = <T>(
  kind: DocumentKind<T>,
  record: Omit<DocumentRecord, 'pending' | 'unpublished'>,
): StoredDocument<T> => ({
  ...toVersion(kind, record, record),
  publishedVersion: record.publishedVersion,
});
