import { describe, expect, it } from '@jest/globals';
import { StaleVersionError } from '@roadworthy/documents';

import type { Seen } from '../../application/seen-version.js';
import { preconditionOf, underPrecondition } from './precondition.js';

describe('a change under a precondition', () => {
  /** A document at version 1 that others change to 2 and 3 while we look. */
  const changeAmidOthers = async (ifMatch: string) => {
    let version = 1;
    const seen: Seen[] = [];
    const condition = preconditionOf({ 'if-match': ifMatch });
    const outcome = underPrecondition({ slo: 'a.b', condition, current: async () => version }, async (found) => {
      seen.push(found);
      if (version === 3) return 'changed';
      throw new StaleVersionError('a.b', version, ++version);
    });
    return { seen, outcome: await outcome.catch((error: Error) => error.message) };
  };

  it.each([
    { ifMatch: '*', seen: [1, 2, 3], outcome: 'changed' },
    { ifMatch: '"1", "2", "3"', seen: [1, 2, 3], outcome: 'changed' },
    { ifMatch: '"1"', seen: [1], outcome: 'a.b is at version 2, if-match names "1"' },
  ])('judges if-match: $ifMatch anew when others change it meanwhile', async ({ ifMatch, ...expected }) => {
    expect(await changeAmidOthers(ifMatch)).toEqual(expected);
  });
});
