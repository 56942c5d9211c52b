import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryDocuments } from '@roadworthy/documents';
import { SystemClock } from '@roadworthy/stream';

import { availability } from '../domain/scenario.fixture.js';
import { documentId, type ObjectiveDocument, type ObjectiveRepository } from './objective-document.js';
import { ShipDefaults } from './ship-defaults.js';

const { service, objective, spec } = availability();
const shipped: ObjectiveDocument = { service, objective, spec, source: {} };
const id = documentId('default', 'checkout.availability');

describe('ShipDefaults', () => {
  let objectives: ObjectiveRepository;
  const ship = (): Promise<void> => new ShipDefaults(objectives, new SystemClock()).run([shipped]);

  beforeEach(async () => {
    objectives = await new MemoryDocuments().open<ObjectiveDocument>({
      collection: 'objectives',
      schemaVersion: 1,
      read: (data) => data as ObjectiveDocument,
    });
    await ship();
  });

  it('inserts what was never there, for the default tenant', async () => {
    expect(await objectives.find(id)).toMatchObject({ tenant: 'default', version: 1, data: shipped });
  });

  it('leaves what somebody changed', async () => {
    await objectives.replace({ id, version: 1, data: { ...shipped, source: 'mine' }, at: 1 });
    await ship();
    expect(await objectives.find(id)).toMatchObject({ version: 2, data: { source: 'mine' } });
  });

  it('does not bring back what somebody retired', async () => {
    await objectives.remove({ id, version: 1, at: 1 });
    await ship();
    expect(await objectives.find(id)).toBeUndefined();
  });
});
