import { describe, expect, it } from '@jest/globals';

import { gaugeOf, placeOf, spentInDay } from './gauge.js';
import { aNewStatus, aStatus } from './status.fixture.js';

const withDay = (bad: number) => {
  const status = aStatus();
  return { ...status, windows: status.windows.map((w) => (w.ms === 86_400_000 ? { ...w, bad } : w)) };
};

describe('the gauge', () => {
  it.each([
    { share: -0.2, place: 0 },
    { share: 0, place: 16.6667 },
    { share: 0.25, place: 37.5 },
    { share: 1, place: 100 },
    { share: -5, place: 0 },
    { share: 1.5, place: 100 },
  ])('puts $share of the budget at $place %', ({ share, place }) => {
    expect(placeOf(share)).toBeCloseTo(place, 3);
  });

  it.each([
    { remaining: 0.75, from: 16.6667, length: 62.5, end: 79.1667 },
    { remaining: -0.045, from: 12.9167, length: 3.75, end: 12.9167 },
    { remaining: -3, from: 0, length: 16.6667, end: 0 },
    { remaining: 0, from: 16.6667, length: 0, end: 16.6667 },
  ])('draws what is left from zero: $remaining', ({ remaining, from, length, end }) => {
    const gauge = gaugeOf(aStatus({ remaining }));
    expect(gauge?.from).toBeCloseTo(from, 3);
    expect(gauge?.length).toBeCloseTo(length, 3);
    expect(gauge?.end).toBeCloseTo(end, 3);
  });

  it('reaches to where the budget would be without the last 24 h', () => {
    // 100 bad of 1,000 allowed are 10 %: 75 % + 10 % is at (0.85 + 0.2) / 1.2
    expect(spentInDay(withDay(100))).toBeCloseTo(0.1, 9);
    expect(gaugeOf(withDay(100))?.dayAgo).toBeCloseTo(87.5, 6);
    expect(gaugeOf(withDay(0))?.dayAgo).toBeUndefined();
    expect(gaugeOf(aStatus({ windows: [] }))?.dayAgo).toBeUndefined();
  });

  it('is empty without events', () => {
    expect(gaugeOf(aNewStatus())).toBeUndefined();
  });
});
