import { z } from 'zod';

import type { DocumentKind, DocumentVersion, StoredDocument } from '../document-repository.js';
import { readData } from '../stored-data.js';
import type { Row } from './document-file.js';

const versionRow = z.object({
  id: z.string(),
  tenant: z.string(),
  version: z.int(),
  schema_version: z.int(),
  updated_at: z.int(),
  removed: z.int(),
  data: z.string(),
});
const documentRow = versionRow.extend({ published_version: z.int() });

export function toVersion<T>(kind: DocumentKind<T>, row: Row): DocumentVersion<T> {
  const { id, tenant, version, schema_version, updated_at, removed, data } = versionRow.parse(row);
  const stored = { id, schemaVersion: schema_version, data: JSON.parse(data) as unknown };
  return { id, tenant, version, updatedAt: updated_at, removed: removed === 1, data: readData(kind, stored) };
}

export const toDocument = <T>(kind: DocumentKind<T>, row: Row): StoredDocument<T> => ({
  ...toVersion(kind, row),
  publishedVersion: documentRow.parse(row).published_version,
});
