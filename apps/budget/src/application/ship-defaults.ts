import { DuplicateDocumentError } from '@roadworthy/documents';

import { documentId, type ObjectiveDocument, type ObjectiveRepository, sloIdOf } from './objective-document.js';

/** Inserts objectives that were never there; what somebody changed or ended stays as it is. @param at - ms UTC */
export async function shipDefaults(
  objectives: ObjectiveRepository,
  defaults: readonly ObjectiveDocument[],
  at: number,
): Promise<void> {
  const tenant = 'default';
  for (const data of defaults) {
    const id = documentId(tenant, sloIdOf(data));
    if (await objectives.latest(id)) continue;
    try {
      await objectives.insert({ id, tenant, data, at });
    } catch (error) {
      if (!(error instanceof DuplicateDocumentError)) throw error;
    }
  }
}
