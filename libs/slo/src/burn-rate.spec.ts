import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { burnRate, consumedBudget, exceedsBurnRate } from './burn-rate.js';
import { errorBudget, rational } from './rational.js';

describe('errorBudget', () => {
  it.each([
    { target: '0.999', num: 1, den: 1000 },
    { target: '0.9990', num: 1, den: 1000 },
    { target: '0.95', num: 1, den: 20 },
    { target: '0.99995', num: 1, den: 20_000 },
    { target: '0.1', num: 9, den: 10 },
  ])('of $target is $num/$den', ({ target, num, den }) => {
    expect(errorBudget(target)).toEqual({ num, den });
  });

  it.each(['0', '1', '1.0', '99.9', '-0.5', '0.', '.5', 'NaN', '', '0.0000000000000001'])('refuses %j', (target) => {
    expect(() => errorBudget(target)).toThrow(RangeError);
  });
});

describe('burnRate', () => {
  it.each([
    { bad: 1, total: 1000, target: '0.999', expected: 1, source: 'Workbook table 5-4: 0.1 % errors burn at 1' },
    { bad: 2, total: 1000, target: '0.999', expected: 2, source: 'Workbook table 5-4' },
    { bad: 10, total: 1000, target: '0.999', expected: 10, source: 'Workbook table 5-4' },
    { bad: 1000, total: 1000, target: '0.999', expected: 1000, source: 'Workbook table 5-4' },
    {
      bad: 1,
      total: 1,
      target: '0.99',
      expected: 100,
      source: 'elastic/kibana PR 203279: not diluted by empty slices',
    },
    { bad: 1, total: 1, target: '0.999', expected: 1000, source: 'elastic/kibana PR 203279' },
    { bad: 0, total: 0, target: '0.999', expected: 0, source: 'an empty window' },
  ])('is $expected for $bad bad of $total against $target ($source)', ({ bad, total, target, expected }) => {
    expect(burnRate({ bad, total }, errorBudget(target))).toBeCloseTo(expected, 9);
  });

  it('weighs by events, not by slices: an uneven day burns at 9.775 (promtool)', () => {
    const peak = { total: 60 * 2000, bad: 60 * 20 };
    const quiet = { total: 23 * 60 * 2, bad: 0 };
    const counts = { total: peak.total + quiet.total, bad: peak.bad + quiet.bad };
    expect(counts.bad / counts.total).toBeCloseTo(0.009775, 6);
    expect(burnRate(counts, errorBudget('0.999'))).toBeCloseTo(9.775, 3);
  });

  it.each([
    { bad: -1, total: 10 },
    { bad: 11, total: 10 },
    { bad: 0.5, total: 10 },
    { bad: 0, total: NaN },
  ])('refuses $bad bad of $total', (counts) => {
    expect(() => burnRate(counts, errorBudget('0.9'))).toThrow(RangeError);
  });
});

describe('consumedBudget', () => {
  it('is 111/118 good against 95 %: 118.644 % used (Nobl9 engineer, corrected)', () => {
    expect(consumedBudget({ bad: 7, total: 118 }, errorBudget('0.95'))).toBeCloseTo(1.18644, 5);
  });

  it.each([
    { bad: 1000, expected: 1 },
    { bad: 1001, expected: 1.001 },
  ])('of 1,000,000 requests at 99.9 % with $bad errors is $expected (Workbook, appendix B)', ({ bad, expected }) => {
    expect(consumedBudget({ bad, total: 1_000_000 }, errorBudget('0.999'))).toBeCloseTo(expected, 12);
  });

  it('is unknown without events', () => {
    expect(consumedBudget({ bad: 0, total: 0 }, errorBudget('0.999'))).toBeUndefined();
  });
});

describe('exceedsBurnRate', () => {
  const factor = rational(72, 5);

  it.each(['0.999', '0.9990'])('is silent at exactly 14.4 against %s, and fires there when asked for >=', (target) => {
    const budget = errorBudget(target);
    const counts = { bad: 144, total: 10_000 };
    expect(exceedsBurnRate(counts, { budget, factor })).toBe(false);
    expect(exceedsBurnRate(counts, { budget, factor, comparison: '>=' })).toBe(true);
    expect(exceedsBurnRate({ bad: 145, total: 10_000 }, { budget, factor })).toBe(true);
  });

  it('is false for an empty window', () => {
    expect(exceedsBurnRate({ bad: 0, total: 0 }, { budget: errorBudget('0.999'), factor })).toBe(false);
  });

  it('agrees with exact rationals for counts of any size', () => {
    const counts = fc
      .nat({ max: Number.MAX_SAFE_INTEGER })
      .chain((total) => fc.tuple(fc.nat({ max: total }), fc.constant(total)));
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 999_999 }),
        fc.integer({ min: 1, max: 10_000 }),
        ([bad, total], b, f) => {
          const budget = rational(b, 1_000_000);
          const exact = BigInt(bad) * 1_000_000n * 10n > BigInt(b) * BigInt(f) * BigInt(total);
          expect(exceedsBurnRate({ bad, total }, { budget, factor: rational(f, 10) })).toBe(total > 0 && exact);
        },
      ),
      { seed: 11, numRuns: 2000 },
    );
  });
});
