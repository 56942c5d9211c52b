import { objectiveName, objectiveSpec, serviceName, sloDefinition } from '@roadworthy/contracts';
import {
  type DocumentKind,
  DocumentRelay,
  type DocumentRepository,
  type Documents,
  WakingDocumentRepository,
} from '@roadworthy/documents';
import type { Log } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';
import { z } from 'zod';

import type { ObjectiveDocument } from '../../application/objective-document.js';

const stored = z.object({ service: serviceName, objective: objectiveName, spec: objectiveSpec, source: z.unknown() });

const objectiveDocuments: DocumentKind<ObjectiveDocument> = {
  collection: 'objectives',
  schemaVersion: 1,
  read: (data) => stored.parse(data),
};

interface Parts {
  readonly documents: Documents;
  readonly log: Log;
  readonly logger: Logger;
}

/** The objectives' collection, and the relay that publishes every version of it to the definitions' topic. */
export class PublishedObjectives {
  /** wakes the relay with each write */
  readonly repository: DocumentRepository<ObjectiveDocument>;

  private constructor(
    documents: DocumentRepository<ObjectiveDocument>,
    readonly relay: DocumentRelay<typeof sloDefinition, ObjectiveDocument>,
  ) {
    this.repository = new WakingDocumentRepository(documents, () => relay.wake());
  }

  static async open({ documents, log, logger }: Parts): Promise<PublishedObjectives> {
    const repository = await documents.open(objectiveDocuments);
    const relay = new DocumentRelay({
      documents: repository,
      log,
      event: sloDefinition,
      source: '/budget/objectives',
      dataOf: ({ tenant, version, updatedAt, removed, data: { service, objective, spec } }) => ({
        tenant,
        service,
        objective,
        version,
        updatedAt: new Date(updatedAt).toISOString(),
        deleted: removed,
        spec,
      }),
      onFailure: (error) => logger.warn('definitions are not published, trying again', { error }),
    });
    return new PublishedObjectives(repository, relay);
  }
}
