import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { QuantileSketch, sketchKey, sketchLimit } from './quantile-sketch.js';

/** A sketch that keeps no values singly. */
const counting = (): QuantileSketch =>
  QuantileSketch.from({ count: 0, min: Infinity, max: -Infinity, sum: [], squares: [], zero: 0 });

function sketchOf(values: readonly number[], sketch = new QuantileSketch()): QuantileSketch {
  for (const value of values) sketch.add(value);
  return sketch;
}

const oneToHundred = Array.from({ length: 100 }, (_, i) => i + 1);

describe('QuantileSketch', () => {
  // Expected values: R's quantile(type = 7), row 29 of the worked cases.
  it.each([
    { q: 0.5, expected: 21 },
    { q: 0.9, expected: 45.5 },
    { q: 0.95, expected: 47.75 },
    { q: 0.99, expected: 49.55 },
  ])('is exact for few values: q $q is $expected', ({ q, expected }) => {
    const sketch = sketchOf([12, 15, 11, 20, 35, 50, 45, 40, 22, 19]);
    expect(sketch.quantile(q)).toBeCloseTo(expected, 12);
  });

  // Row 30 of the worked cases.
  it.each([
    { q: 0, expected: 1 },
    { q: 0.5, expected: 49.90296094906653 },
    { q: 0.9, expected: 89.13032933635913 },
    { q: 0.95, expected: 94.64203039019944 },
    { q: 0.99, expected: 98.50457626879 },
    { q: 1, expected: 100 },
  ])('stands within 1 % of the value at a rank: q $q of 1 to 100 is $expected', ({ q, expected }) => {
    expect(sketchOf(oneToHundred, counting()).quantile(q)).toBeCloseTo(expected, 10);
  });

  it.each([
    { value: 1, key: 0 },
    { value: 50, key: 196 },
    { value: 100, key: 231 },
  ])('has $value in bucket $key', ({ value, key }) => {
    expect(sketchKey(value)).toBe(key);
  });

  // Row 31 of the worked cases.
  it('merges negative and positive values', () => {
    const merged = sketchOf([-10, -20, 5], counting());
    merged.merge(sketchOf([-30, -40, 7], counting()));
    expect(merged.count).toBe(6);
    expect(merged.data().negative?.counts).toEqual([1, 1, 1, 1]);
    expect(merged.quantile(0)).toBe(-40);
    expect(Math.abs(merged.quantile(0.4) + 20)).toBeLessThanOrEqual(0.2);
    expect(merged.quantile(1)).toBe(7);
  });

  it('does not depend on order or grouping, to the bit', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -sketchLimit, max: sketchLimit }), { maxLength: 400 });
    fc.assert(
      fc.property(values, fc.nat(400), fc.nat(400), (all, a, b) => {
        const parts = [all.slice(0, a), all.slice(a, a + b), all.slice(a + b)].map((part) => sketchOf(part));
        const merged = new QuantileSketch();
        for (const part of parts.toReversed()) merged.merge(part);
        expect(JSON.stringify(merged.data())).toBe(JSON.stringify(sketchOf(all).data()));
        expect(QuantileSketch.from(merged.data()).data()).toEqual(merged.data());
      }),
      { numRuns: 60 },
    );
  });

  it('is within 1 % of the value at the rank', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 257, maxLength: 600 });
    fc.assert(
      fc.property(values, fc.double({ noNaN: true, min: 0, max: 1 }), (all, q) => {
        const exact = all.toSorted((x, y) => x - y)[Math.floor(q * (all.length - 1))] ?? NaN;
        expect(Math.abs(sketchOf(all).quantile(q) - exact)).toBeLessThanOrEqual(0.010001 * Math.abs(exact) + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps 2,048 buckets a sign, whatever the values span', () => {
    const sketch = counting();
    for (let exponent = -8; exponent <= 100; exponent += 0.01) sketch.add(10 ** exponent);
    const { keys = [], counts = [] } = sketch.data().positive ?? {};
    expect((keys.at(-1) ?? 0) - (keys[0] ?? 0)).toBe(2_047);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sketch.count);
  });

  // Expected: Python's statistics.fmean and fractions.Fraction.
  it('has an exact mean and spread, where doubles in turn would lose both', () => {
    const sketch = sketchOf([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3]);
    expect(sketch.mean).toBe(1_000_000_001.5);
    expect(sketch.squaredDeviations).toBe(5);
  });

  it.each([NaN, Infinity, -Infinity, 1e141])('refuses %p by name', (value) => {
    expect(() => sketchOf([value])).toThrow(`got ${value}`);
  });

  it.each([-0.1, 1.1, NaN])('refuses a q of %p', (q) => {
    expect(() => sketchOf([1]).quantile(q)).toThrow(`q must be in [0, 1], got ${q}`);
    expect(() => sketchOf([1], counting()).quantile(q)).toThrow(`q must be in [0, 1], got ${q}`);
  });

  it('has no quantile of nothing', () => {
    expect(() => new QuantileSketch().quantile(0.5)).toThrow('at least one value');
  });
});
