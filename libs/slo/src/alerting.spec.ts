import { describe, expect, it } from '@jest/globals';

import { burnFactor, canFire, detectionMs, exhaustionMs, resetMs } from './alerting.js';
import { errorBudget, rational } from './rational.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('burnFactor', () => {
  it.each([
    { share: 0.02, period: 30 * day, long: hour, expected: 14.4, source: 'Workbook table 5-6' },
    { share: 0.05, period: 30 * day, long: 6 * hour, expected: 6, source: 'Workbook table 5-6' },
    { share: 0.1, period: 30 * day, long: 3 * day, expected: 1, source: 'Workbook table 5-6' },
    { share: 0.05, period: 30 * day, long: hour, expected: 36, source: 'Workbook, method 4' },
    { share: 0.02, period: 28 * day, long: hour, expected: 13.44, source: 'slok/sloth, 28 d' },
    { share: 0.05, period: 28 * day, long: 6 * hour, expected: 5.6, source: 'slok/sloth, 28 d' },
    { share: 0.1, period: 28 * day, long: day, expected: 2.8, source: 'slok/sloth, 28 d' },
    { share: 0.1, period: 28 * day, long: 3 * day, expected: 14 / 15, source: 'slok/sloth, 28 d' },
    { share: 0.1, period: 7 * day, long: hour, expected: 16.8, source: 'DataDog/documentation' },
    { share: 0.01, period: 90 * day, long: hour, expected: 21.6, source: 'DataDog/documentation' },
    { share: 0.03, period: 90 * day, long: 6 * hour, expected: 10.8, source: 'DataDog/documentation' },
    { share: 0.05, period: 90 * day, long: day, expected: 4.5, source: 'DataDog/documentation' },
  ])('is $expected for $share of the budget ($source)', ({ share, period, long, expected }) => {
    expect(burnFactor(share, period, long)).toBeCloseTo(expected, 12);
  });
});

describe('exhaustionMs', () => {
  it.each([
    { burn: 1, expected: 30 * day },
    { burn: 2, expected: 15 * day },
    { burn: 10, expected: 3 * day },
    { burn: 1000, expected: 43.2 * minute },
  ])('is $expected ms at burn $burn over 30 d (Workbook table 5-4)', ({ burn, expected }) => {
    expect(exhaustionMs(burn, 30 * day)).toBeCloseTo(expected, 6);
  });
});

describe('detectionMs', () => {
  it.each([
    { ratio: 1, factor: 1, longMs: 36 * hour, expected: 129_600, source: 'Workbook table 5-2' },
    { ratio: 0.15, factor: 14.4, longMs: hour, expected: 345_600, source: 'Workbook fig. 5-6' },
    { ratio: 1, factor: 14.4, longMs: hour, expected: 51_840, source: 'promtool test rules' },
    { ratio: 0.0144, factor: 14.4, longMs: hour, expected: Infinity, source: 'exactly the factor never fires' },
  ])('is $expected ms at $ratio errors ($source)', ({ ratio, factor, longMs, expected }) => {
    const found = detectionMs(ratio, { factor, budget: 0.001, longMs });
    if (expected === Infinity) expect(found).toBe(Infinity);
    else expect(found).toBeCloseTo(expected, 6);
  });
});

describe('resetMs', () => {
  it.each([
    { ratio: 0.15, expected: 271_200 },
    { ratio: 1, expected: 295_680 },
  ])(
    'is $expected ms after $ratio errors with a 5 min short window (Workbook fig. 5-6, corrected)',
    ({ ratio, expected }) => {
      expect(resetMs(ratio, { factor: 14.4, budget: 0.001, shortMs: 5 * minute })).toBeCloseTo(expected, 6);
    },
  );
});

describe('canFire', () => {
  it.each([
    { target: '0.9', factor: rational(72, 5), expected: false, source: 'Workbook: 90 % burns at 10 at most' },
    { target: '0.96', factor: rational(25, 1), expected: false, source: 'DataDog: at most 25 at 96 %' },
    { target: '0.96', factor: rational(249, 10), expected: true, source: 'just below' },
    { target: '0.999', factor: rational(72, 5), expected: true, source: 'Workbook' },
  ])('is $expected for $factor.num/$factor.den against $target ($source)', ({ target, factor, expected }) => {
    expect(canFire(factor, errorBudget(target))).toBe(expected);
  });
});
