import type { DocumentKind } from './document-repository.js';
import { NewerSchemaError } from './errors.js';

/** Data as an adapter found it. */
export interface StoredData {
  readonly id: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** @throws {NewerSchemaError} */
export function readData<T>(
  { schemaVersion: known, read }: DocumentKind<T>,
  { id, schemaVersion, data }: StoredData,
): T {
  if (schemaVersion > known) throw new NewerSchemaError(id, schemaVersion, known);
  return read(data, schemaVersion);
}
