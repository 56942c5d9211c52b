import { describe, expect, it } from '@jest/globals';

import { count, many, percent, precisePercent, targetPercent, times } from './numbers.js';

/** The narrow space before a unit, made visible. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers', () => {
  it.each([
    { share: 0.611, shown: '61.1 %' },
    { share: 1, shown: '100.0 %' },
    { share: 0, shown: '0.0 %' },
    { share: -0.04481, shown: '−4.5 %' },
    { share: 0.0004, shown: '0.040 %' },
    { share: -0.0004, shown: '−0.040 %' },
    { share: -20, shown: '−2000.0 %' },
  ])('show the share $share as $shown', ({ share, shown }) => {
    expect(plain(percent(share))).toBe(shown);
  });

  it('show a share in a formula with three places', () => {
    expect(plain(precisePercent(1 - 270_128 / 258_543.258))).toBe('−4.481 %');
  });

  it.each([
    { target: 0.999, shown: '99.9 %' },
    { target: 0.9995, shown: '99.95 %' },
    { target: 0.95, shown: '95 %' },
    { target: 0.07, shown: '7 %' },
    { target: 0.999999999, shown: '99.9999999 %' },
  ])('show the target $target as $shown', ({ target, shown }) => {
    expect(plain(targetPercent(target))).toBe(shown);
  });

  it.each([
    { burn: 1000, shown: '1000×' },
    { burn: 69.701, shown: '69.7×' },
    { burn: 1, shown: '1.0×' },
    { burn: 0.786, shown: '0.79×' },
    { burn: 0, shown: '0×' },
  ])('show the burn rate $burn as $shown', ({ burn, shown }) => {
    expect(times(burn)).toBe(shown);
  });

  it('keep thousands apart and agree with their noun', () => {
    expect(count(258_543_258)).toBe('258,543,258');
    expect([many(1, 'objective'), many(2, 'objective'), many(0, 'alert')]).toEqual([
      '1 objective',
      '2 objectives',
      '0 alerts',
    ]);
  });
});
