import { describe, expect, it } from '@jest/globals';
import { fromJsonBytes, toJsonBytes } from '@roadworthy/stream';

import { availability, minute, Scenario, start } from '../../domain/scenario.fixture.js';
import { budgetCodec } from './budget-codec.js';

const key = 'default/checkout';

function storedParts(): Map<string, Uint8Array> {
  const { state } = new Scenario().define(availability()).traffic(start + 10 * minute, 1_000, 150);
  const parts = new Map<string, Uint8Array>();
  for (const [name, bytes] of budgetCodec.changes(state)) if (bytes) parts.set(name, bytes);
  return parts;
}

describe('budgetCodec', () => {
  it('goes on where the stored state was', () => {
    const next = start + 20 * minute;
    const continued = new Scenario(start + 10 * minute, { ...budgetCodec.restore(key, storedParts()), phaseMs: 0 });
    const uninterrupted = new Scenario().define(availability()).traffic(start + 10 * minute, 1_000, 150);
    expect(continued.traffic(next, 1_000, 150).lastStatus).toEqual(uninterrupted.traffic(next, 1_000, 150).lastStatus);
  });

  it.each(['since', 'transitions', 'episodes', 'episodeCount', 'statusRevision', 'lastStatus', 'lateEvents'])(
    'refuses an objective without %s instead of counting on from nothing',
    (field) => {
      const parts = storedParts();
      const stored = fromJsonBytes(parts.get('o.availability') ?? new Uint8Array()) as object;
      parts.set('o.availability', toJsonBytes({ ...stored, [field]: undefined }));
      expect(() => budgetCodec.restore(key, parts)).toThrow(field);
    },
  );
});
