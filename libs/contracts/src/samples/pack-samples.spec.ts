import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { packSamples } from './pack-samples.js';
import { packedSamples } from './packed-samples.js';
import type { Sample } from './sample.js';
import { unpackSamples } from './unpack-samples.js';

const head = { tenant: 'default', service: 'story-api', publisher: 'ingest-0', sequence: 1 };

const count = fc.nat();
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0);
const buckets = fc.record({ offset: fc.integer({ min: -1000, max: 1000 }), counts: fc.array(count, { maxLength: 5 }) });
const sum = fc.option(finite, { nil: undefined }).map((value) => (value === undefined ? {} : { sum: value }));
const explicit = fc
  .tuple(fc.record({ bounds: fc.array(finite, { maxLength: 5 }), counts: fc.array(count, { maxLength: 6 }) }), sum)
  .map(([histogram, total]) => ({ ...histogram, ...total }));
const exponential = fc
  .tuple(
    fc.record({ scale: fc.integer({ min: -10, max: 20 }), zeroCount: count, positive: buckets, negative: buckets }),
    sum,
  )
  .map(([histogram, total]) => ({ ...histogram, ...total }));

const series = fc.record({
  name: fc.constantFrom('http.requests', 'http_requests', 'queue:depth'),
  labels: fc.dictionary(fc.constantFrom('route', 'status', 'http.route'), fc.constantFrom('', '/', '200', '__proto__')),
  unit: fc.constantFrom(undefined, 's', 'By'),
});
const minTime = 1_700_000_000_000;
const moment = fc.record({
  time: fc.integer({ min: minTime, max: minTime + 1e9 }),
  id: fc.option(fc.uuid(), { nil: undefined }),
});
/** Ages above 0: an age of 0 is written as "unknown". */
const age = fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined });
const temporality = fc.constantFrom('delta' as const, 'cumulative' as const);

const measured = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), value: finite }),
  fc.record({ kind: fc.constant('ratio' as const), good: count, total: count }),
  fc.record({ kind: fc.constant('counter' as const), temporality, age, value: finite }),
  fc.record({ kind: fc.constant('histogram' as const), temporality, age, histogram: explicit }),
  fc.record({ kind: fc.constant('exponentialHistogram' as const), temporality, age, histogram: exponential }),
);

const sample = fc.tuple(series, moment, measured).map(([rest, { id, time }, shape]): Sample => {
  const { age: began, ...measure } = { age: undefined, ...shape };
  const start = began === undefined ? {} : { start: time - began };
  return { ...rest, time, ...(id !== undefined && { id }), ...measure, ...start } as Sample;
});

/** Labels without a prototype, as unpacking makes them, and absent parts left out. */
const plain = (samples: readonly Sample[]): unknown => samples.map((one) => JSON.parse(JSON.stringify(one)) as unknown);

describe('packSamples and unpackSamples', () => {
  it('give back what was packed, in its order, through JSON', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 50 }), (samples) => {
        const record = packedSamples.parse(JSON.parse(JSON.stringify(packSamples(head, samples))));
        expect(plain(unpackSamples(record))).toEqual(plain(samples));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('write each string and each series once', () => {
    const one: Sample = { kind: 'value', name: 'r', labels: { a: '1', b: '1' }, time: 0, value: 1 };
    const record = packSamples(head, [one, { ...one, time: 5 }, { ...one, labels: { a: '2' } }]);
    expect(record.symbols).toEqual(['r', '', 'a', '1', 'b', '2']);
    expect(record.series).toHaveLength(2);
    expect(record.seriesOf).toEqual([0, 0, 1]);
  });

  it('keep the requests that named an idempotency key', () => {
    const one: Sample = { kind: 'value', name: 'r', labels: {}, time: 0, value: 1 };
    const { requests } = packSamples(head, [one, one], [{ hash: 'h', first: 1, count: 1 }]);
    expect(requests).toEqual([['h', 1, 1]]);
  });

  it('leave out columns that nobody needs', () => {
    const one: Sample = { kind: 'value', name: 'r', labels: {}, time: 7, value: 1 };
    expect(Object.keys(packSamples(head, [one])).sort()).toEqual(
      ['base', 'publisher', 'sequence', 'series', 'seriesOf', 'service', 'symbols', 'tenant', 'time', 'value'].sort(),
    );
  });
});

describe('unpackSamples', () => {
  const record = packSamples(head, [{ kind: 'value', name: 'r', labels: { a: '1' }, time: 0, value: 1 }]);

  it.each([
    {
      what: 'an unknown kind',
      broken: { ...record, series: [[9, 0, 0, 1]] },
      says: 'series 0 has an unknown kind, got 9',
    },
    {
      what: 'a missing symbol',
      broken: { ...record, series: [[0, 0, 99, 1]] },
      says: 'series 0 points at symbol 99 of 4',
    },
    { what: 'a missing series', broken: { ...record, seriesOf: [3] }, says: 'sample 0 points at a series' },
  ])('refuses $what', ({ broken, says }) => {
    expect(() => unpackSamples(broken)).toThrow(says);
  });
});
