import { Injectable } from '@nestjs/common';
import { defaultTenant } from '@roadworthy/contracts';
import { DuplicateDocumentError } from '@roadworthy/documents';
import { Clock } from '@roadworthy/stream';

import { documentId, type ObjectiveDocument, ObjectiveRepository, sloIdOf } from './objective-document.js';

/** Inserts objectives that were never there; what somebody changed or retired stays as it is. */
@Injectable()
export class ShipDefaults {
  constructor(
    private readonly objectives: ObjectiveRepository,
    private readonly clock: Clock,
  ) {}

  async run(defaults: readonly ObjectiveDocument[]): Promise<void> {
    for (const data of defaults) {
      const id = documentId(defaultTenant, sloIdOf(data));
      if (await this.objectives.latest(id)) continue;
      try {
        await this.objectives.insert({ id, tenant: defaultTenant, data, at: this.clock.now() });
      } catch (error) {
        if (!(error instanceof DuplicateDocumentError)) throw error;
      }
    }
  }
}
