import { describe, expect, it } from '@jest/globals';

import { fullMoment, moment, roughly, since, span, twoUnits } from './moments.js';

const now = Date.UTC(2026, 10, 19, 14, 26, 10);

describe('moments', () => {
  it.each([
    { ms: 2_592_000_000, shown: '30 d' },
    { ms: 3_600_000, shown: '1 h' },
    { ms: 259_200_000, shown: '3 d' },
    { ms: 300_000, shown: '5 min' },
    { ms: 90_000, shown: '90 s' },
    { ms: 1_500, shown: '1500 ms' },
  ])('name the window of $ms ms $shown', ({ ms, shown }) => {
    expect(span(ms)).toBe(shown);
  });

  it.each([
    { ms: -5_000, shown: '0 s' },
    { ms: 999, shown: '0 s' },
    { ms: 59_999, shown: '59 s' },
    { ms: 60_000, shown: '1 min' },
    { ms: 7_199_999, shown: '1 h' },
    { ms: 86_400_000, shown: '1 d' },
  ])('round $ms ms down to $shown', ({ ms, shown }) => {
    expect(roughly(ms)).toBe(shown);
  });

  it.each([
    { ms: 108_000_000, shown: '1 d 6 h' },
    { ms: 86_400_000, shown: '1 d' },
    { ms: 3_660_000, shown: '1 h 1 min' },
    { ms: 45_000, shown: '45 s' },
    { ms: 10, shown: 'less than 1 s' },
  ])('give $ms ms in two units as $shown', ({ ms, shown }) => {
    expect(twoUnits(ms)).toBe(shown);
  });

  it('are UTC, and today’s without their day', () => {
    expect(since(now - 60_000, now)).toBe('14:25');
    expect(since(Date.UTC(2026, 10, 18, 23, 59, 59), now)).toBe('18 Nov');
    expect(moment(now)).toBe('19 Nov 14:26:10');
    expect(fullMoment(now)).toBe('Thu 19 Nov 2026, 14:26:10');
  });
});
