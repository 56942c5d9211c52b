import { accessKeys } from '@roadworthy/contracts';
import {
  type DocumentKind,
  DocumentRelay,
  type DocumentRepository,
  type Documents,
  WakingDocumentRepository,
} from '@roadworthy/documents';
import type { Log } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';

import type { KeyRingDocument } from '../../application/access/key-ring-document.js';

const stored = accessKeys.data.pick({ name: true, keys: true });

const keyRings: DocumentKind<KeyRingDocument> = {
  collection: 'key_rings',
  schemaVersion: 1,
  read: (data) => stored.parse(data),
};

interface Parts {
  readonly documents: Documents;
  readonly log: Log;
  readonly logger: Logger;
}

/** The key rings' collection, and the relay that publishes every version of it for all who check keys. */
export class PublishedKeyRings {
  /** wakes the relay with each write */
  readonly repository: DocumentRepository<KeyRingDocument>;

  private constructor(
    documents: DocumentRepository<KeyRingDocument>,
    readonly relay: DocumentRelay<typeof accessKeys, KeyRingDocument>,
  ) {
    this.repository = new WakingDocumentRepository(documents, () => relay.wake());
  }

  static async open({ documents, log, logger }: Parts): Promise<PublishedKeyRings> {
    const repository = await documents.open(keyRings);
    const relay = new DocumentRelay({
      documents: repository,
      log,
      event: accessKeys,
      source: '/ingest/keys',
      dataOf: ({ tenant, version, data: { name, keys } }) => ({ tenant, name, version, keys: [...keys] }),
      onFailure: (error) => logger.warn('keys are not published, trying again', { error }),
    });
    return new PublishedKeyRings(repository, relay);
  }
}
