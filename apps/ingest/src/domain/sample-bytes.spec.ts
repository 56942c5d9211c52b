import { describe, expect, it } from '@jest/globals';
import { packSamples, type Sample } from '@roadworthy/contracts';
import fc from 'fast-check';

import { sampleBytes, textBytes } from './sample-bytes.js';

const head = { tenant: '', service: '', publisher: '', sequence: 0 };
/** Braces, the names of the columns, and the largest base. */
const headBytes = 300;

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const counts = fc.array(count, { minLength: 1, maxLength: 20 });
const buckets = fc.record({ offset: fc.integer(), counts });
const text = fc.string({ unit: 'binary', maxLength: 40 });
const series = fc.record({
  name: fc.stringMatching(/^[a-z]{1,20}$/),
  unit: fc.option(text, { nil: undefined }),
  labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), text, { maxKeys: 32 }),
  time: fc.integer({ min: 1.7e12, max: 1.7e12 + 7 * 86_400_000 }),
  id: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), { nil: undefined }),
});
const temporality = fc.constantFrom('delta' as const, 'cumulative' as const);
const measured = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), value: finite }),
  fc.record({ kind: fc.constant('ratio' as const), good: count, total: count }),
  fc.record({ kind: fc.constant('counter' as const), temporality, start: fc.nat(), value: finite }),
  fc.record({
    kind: fc.constant('histogram' as const),
    temporality,
    start: fc.nat(),
    histogram: fc.record({ bounds: fc.array(finite, { maxLength: 20 }), counts, sum: finite }),
  }),
  fc.record({
    kind: fc.constant('exponentialHistogram' as const),
    temporality,
    start: fc.nat(),
    histogram: fc.record({
      scale: fc.integer({ min: -10, max: 20 }),
      zeroCount: count,
      positive: buckets,
      negative: buckets,
      sum: finite,
    }),
  }),
);
const sample = fc.tuple(series, measured).map(([rest, measure]) => ({ ...rest, ...measure }) as Sample);

describe('sampleBytes', () => {
  it('is never less than what the samples take in a record', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), (samples) => {
        const bytes = Buffer.byteLength(JSON.stringify(packSamples(head, samples)));
        expect(bytes).toBeLessThanOrEqual(headBytes + samples.reduce((sum, one) => sum + sampleBytes(one), 0));
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  it('holds for the longest numbers, and is not far off', () => {
    const samples = Array.from({ length: 500 }, (_, i): Sample => {
      const time = 1.7e12 + (i % 2) * 604_800_000;
      const start = time % 7;
      return {
        kind: 'counter',
        temporality: 'cumulative',
        name: `name${i}`,
        labels: {},
        time,
        start,
        value: -Number.MAX_VALUE,
      };
    });
    const bytes = Buffer.byteLength(JSON.stringify(packSamples(head, samples)));
    const bound = samples.reduce((sum, one) => sum + sampleBytes(one), 0);
    expect(bytes).toBeLessThanOrEqual(bound);
    expect(bytes).toBeGreaterThan(bound / 2);
  });

  it.each([
    { what: 'letters', text: 'abc', bytes: 3 },
    { what: 'a quote and a backslash', text: '"\\', bytes: 4 },
    { what: 'umlauts', text: 'äö', bytes: 4 },
    { what: 'kanji', text: '駅', bytes: 3 },
    { what: 'half a surrogate pair', text: '\ud800', bytes: 6 },
  ])('counts $what as JSON writes them', ({ text: given, bytes }) => {
    expect(textBytes(given)).toBe(bytes);
    expect(Buffer.byteLength(JSON.stringify(given)) - 2).toBe(bytes);
  });
});
