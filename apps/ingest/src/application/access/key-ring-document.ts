import type { AccessKey } from '@roadworthy/contracts';
import { DocumentRepository } from '@roadworthy/documents';

/** The keys of one holder: one document, so that at most two live whoever else creates one. */
export interface KeyRingDocument {
  readonly name: string;
  readonly keys: readonly AccessKey[];
}

/** Key rings by `keyRingId`. */
export abstract class KeyRingRepository extends DocumentRepository<KeyRingDocument> {}

export const keyRingId = (tenant: string, name: string): string => `${tenant}/${name}`;
