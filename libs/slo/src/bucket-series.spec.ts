import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { bucketMs, BucketSeries } from './bucket-series.js';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 2, 2);

const widthFor = (lengthMs: number): number => (lengthMs <= 6 * hour ? 10_000 : lengthMs <= 3 * day ? 60_000 : 300_000);

describe('BucketSeries', () => {
  const event = fc.record({ age: fc.nat(30 * day), part: fc.nat(5), total: fc.nat(20) });

  it('sums any window as a count over the list of events does', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 200 }),
        fc.constantFrom(1 / 12, 0.5, 1, 6, 24, 72, 720),
        fc.nat(60),
        (events, hours, back) => {
          const series = new BucketSeries('bad', 30 * day);
          for (const { age, part, total } of events) series.add(now - age, { part: Math.min(part, total), total });
          const end = now - back * bucketMs;
          const width = widthFor(hours * hour);
          const from = Math.floor((end - hours * hour) / width) * width;
          const inside = events.filter(({ age }) => now - age >= from && now - age < end);
          const sum = (of: (e: (typeof events)[number]) => number): number =>
            inside.reduce((total, e) => total + of(e), 0);
          expect(series.window(end, hours * hour)).toEqual({
            bad: sum((e) => Math.min(e.part, e.total)),
            total: sum((e) => e.total),
          });
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });

  it('takes counts as long as every window is exact, and has room again for what it forgot', () => {
    const series = new BucketSeries('bad', day);
    const most = Number.MAX_SAFE_INTEGER;
    series.add(now - 3 * day, { part: 0, total: most - 5 });
    expect(series.canAdd({ part: 5, total: 5 })).toBe(true);
    expect(series.canAdd({ part: 0, total: 6 })).toBe(false);
    for (const total of [-1, 0.5, NaN, Infinity, most + 1]) expect(series.canAdd({ part: 0, total })).toBe(false);
    const restored = new BucketSeries('bad', day);
    for (const [name, bytes] of series.takeChanges()) if (bytes) restored.restore(name, bytes);
    expect(restored.canAdd({ part: 0, total: 6 })).toBe(false);
    restored.dropBefore(now);
    expect(restored.canAdd({ part: most, total: most })).toBe(true);
  });

  it('gives the same windows after it was stored and restored', () => {
    const series = new BucketSeries('good', 30 * day);
    for (let i = 0; i < 500; i++) series.add(now - i * 7 * 60_000, { part: i % 7, total: 7 });
    const restored = new BucketSeries('good', 30 * day);
    for (const [name, bytes] of series.takeChanges()) if (bytes) restored.restore(name, bytes);
    for (const length of [hour, day, 30 * day])
      expect(restored.window(now, length)).toEqual(series.window(now, length));
    expect([...series.takeChanges()]).toEqual([]);
  });

  it('restores from bytes that lie anywhere in a larger buffer, as clients of stores hand them out', () => {
    const series = new BucketSeries('bad', day);
    series.add(now, { part: 1, total: 3 });
    const restored = new BucketSeries('bad', day);
    for (const [name, bytes = new Uint8Array()] of series.takeChanges()) {
      const pool = Buffer.alloc(bytes.length + 13);
      pool.set(bytes, 5);
      restored.restore(name, pool.subarray(5, 5 + bytes.length));
    }
    expect(restored.window(now + bucketMs, hour)).toEqual({ bad: 1, total: 3 });
  });

  it('counts beyond 32 bits in one bucket', () => {
    const series = new BucketSeries('bad', day);
    for (let i = 0; i < 3; i++) series.add(now, { part: 3_000_000_000, total: 4_000_000_000 });
    expect(series.window(now + bucketMs, hour)).toEqual({ bad: 9_000_000_000, total: 12_000_000_000 });
    const restored = new BucketSeries('bad', day);
    for (const [name, bytes] of series.takeChanges()) if (bytes) restored.restore(name, bytes);
    expect(restored.window(now + bucketMs, hour)).toEqual({ bad: 9_000_000_000, total: 12_000_000_000 });
  });

  it('shows nothing bad while good events run ahead of their total', () => {
    const series = new BucketSeries('good', day);
    series.add(now, { part: 5, total: 0 });
    expect(series.window(now + bucketMs, hour)).toEqual({ bad: 0, total: 0 });
  });

  it('refuses a page that it did not name', () => {
    expect(() => new BucketSeries('bad', day).restore('7.x', new Uint8Array())).toThrow('unknown page of counts: 7.x');
  });
});
