import { describe, expect, it } from '@jest/globals';

import { burnFactor, defaultTiers, firesOnHealthy, lintTier, parseTier } from './tiers.js';

const hour = 3_600_000;
const day = 24 * hour;

describe('burnFactor', () => {
  // Beyer et al., The Site Reliability Workbook (2018), table 5-6; slok/sloth for 28 d; DataDog/documentation for 7 and 90 d.
  it.each([
    { periodMs: 30 * day, percent: 2, longMs: hour, expected: { num: 72, den: 5 } },
    { periodMs: 30 * day, percent: 5, longMs: 6 * hour, expected: { num: 6, den: 1 } },
    { periodMs: 30 * day, percent: 10, longMs: 3 * day, expected: { num: 1, den: 1 } },
    { periodMs: 30 * day, percent: 5, longMs: hour, expected: { num: 36, den: 1 } },
    { periodMs: 28 * day, percent: 2, longMs: hour, expected: { num: 336, den: 25 } },
    { periodMs: 28 * day, percent: 5, longMs: 6 * hour, expected: { num: 28, den: 5 } },
    { periodMs: 28 * day, percent: 10, longMs: day, expected: { num: 14, den: 5 } },
    { periodMs: 28 * day, percent: 10, longMs: 3 * day, expected: { num: 14, den: 15 } },
    { periodMs: 7 * day, percent: 10, longMs: hour, expected: { num: 84, den: 5 } },
    { periodMs: 90 * day, percent: 1, longMs: hour, expected: { num: 108, den: 5 } },
    { periodMs: 90 * day, percent: 3, longMs: 6 * hour, expected: { num: 54, den: 5 } },
    { periodMs: 90 * day, percent: 5, longMs: day, expected: { num: 9, den: 2 } },
  ])('is $expected for $percent % of $periodMs ms in $longMs ms', ({ expected, ...spend }) => {
    expect(burnFactor(spend)).toEqual(expected);
  });
});

describe('defaultTiers', () => {
  // Table 5-8 of the Workbook, with the 24 h tier that Sloth adds to it.
  it('are the four of the Workbook for 30 d', () => {
    expect(defaultTiers(30 * day)).toEqual([
      { name: 'fast', severity: 'page', factor: { num: 72, den: 5 }, longMs: hour, shortMs: hour / 12 },
      { name: 'slow', severity: 'page', factor: { num: 6, den: 1 }, longMs: 6 * hour, shortMs: hour / 2 },
      { name: 'day', severity: 'ticket', factor: { num: 3, den: 1 }, longMs: day, shortMs: 2 * hour },
      { name: 'drift', severity: 'ticket', factor: { num: 1, den: 1 }, longMs: 3 * day, shortMs: 6 * hour },
    ]);
  });
});

describe('parseTier', () => {
  it('reads a line', () => {
    expect(parseTier('  fast  page 14.4 over 1h/5m ')).toEqual({
      name: 'fast',
      severity: 'page',
      factor: { num: 72, den: 5 },
      longMs: hour,
      shortMs: hour / 12,
    });
  });

  it.each([
    '',
    'fast page 14.4 over 1h',
    'fast page 14.4x over 1h/5m',
    'fast warn 14.4 over 1h/5m',
    'Fast page 14.4 over 1h/5m',
    'fast page 0 over 1h/5m',
    'fast page -1 over 1h/5m',
    'fast page 14.4 over 1M/5m',
  ])('refuses "%s"', (line) => {
    expect(parseTier(line)).toBeUndefined();
  });
});

describe('lintTier', () => {
  const fast = {
    name: 'fast',
    severity: 'page',
    factor: { num: 72, den: 5 },
    longMs: hour,
    shortMs: hour / 12,
  } as const;
  const place = { target: '0.999', periodMs: 30 * day };

  it('has nothing against a tier that fits', () => {
    expect(lintTier(fast, place)).toEqual([]);
  });

  it('refuses a factor that the burn rate of a full outage does not exceed', () => {
    expect(lintTier(fast, { ...place, target: '0.9' })).toEqual([
      'can never fire: against the target 0.9 the burn rate is at most 10, and must exceed 14.4',
    ]);
  });

  it.each([
    { factor: { num: 10, den: 1 }, complaints: 1 },
    { factor: { num: 999_999, den: 100_000 }, complaints: 0 },
  ])('draws the line exactly at the greatest burn rate, for $factor', ({ factor, complaints }) => {
    expect(lintTier({ ...fast, factor }, { ...place, target: '0.9' })).toHaveLength(complaints);
  });

  it('refuses a long window beyond the period and a short one that is not shorter', () => {
    expect(lintTier({ ...fast, longMs: 8 * day, shortMs: 8 * day }, { ...place, periodMs: 7 * day })).toEqual([
      'has a long window of 8d, longer than the period of 1w',
      'needs a short window shorter than 8d, got 8d',
    ]);
  });

  it('knows a factor that fires on a healthy service', () => {
    expect(firesOnHealthy({ ...fast, factor: { num: 14, den: 15 } })).toBe(true);
    expect(firesOnHealthy({ ...fast, factor: { num: 1, den: 1 } })).toBe(false);
  });
});
