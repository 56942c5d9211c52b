import { describe, expect, it } from '@jest/globals';
import { labelValue, sampleInput } from '@roadworthy/contracts';
import fc from 'fast-check';

import { isLabelName, isLabelValue } from './names.js';
import { isPlainSample } from './plain-sample.js';

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const labelName = fc
  .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_./-]{0,62}$/)
  .filter((name) => !Object.hasOwn(Object.prototype, name));
const labelText = fc.string({ unit: 'binary', maxLength: 256 }).filter((text) => labelValue.safeParse(text).success);

const good = {
  time: fc.integer({ min: 0, max: 8.64e15 }),
  service: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/),
  name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:./-]{0,199}$/),
  labels: fc.dictionary(labelName, labelText, { maxKeys: 32 }),
  unit: fc.string({ maxLength: 63 }),
  id: fc.string({ minLength: 1, maxLength: 200 }),
};
const series = fc.record(good, { requiredKeys: ['time', 'service', 'name'] });
const measured = fc.oneof(
  fc.record({ value: finite }),
  fc.tuple(count, count).map(([a, b]) => ({ good: Math.min(a, b), total: Math.max(a, b) })),
);
const plain = fc.tuple(series, measured).map(([head, measure]) => ({ ...head, ...measure }));

/** What a field may be instead: some of it right for another field, some for none. */
const anything = fc.oneof(
  count,
  finite,
  fc.constantFrom(null, true, -1, 0.5, '', 'a b', 'x'.repeat(300), '\u0000', [], {}, 2 ** 53, Infinity, NaN, 8.65e15),
  fc.constantFrom({ a: 1 }, { 'a b': 'x' }, { a: '\u007f' }, { constructor: 'x' }, ['a'], { bounds: [], counts: [1] }),
  good.time,
  good.labels,
);
const field = fc.constantFrom(
  'id',
  'time',
  'service',
  'name',
  'labels',
  'unit',
  'value',
  'good',
  'total',
  'histogram',
  'x',
);
const spoiled = fc
  .tuple(plain, fc.array(fc.tuple(field, anything), { minLength: 1, maxLength: 3 }))
  .map(([sample, changes]) => ({ ...sample, ...Object.fromEntries(changes) }));

const accepts = (input: unknown): boolean => sampleInput.safeParse(input).success;

describe('isPlainSample', () => {
  it('takes every value and ratio at an integer time, as the schema does and unchanged', () => {
    fc.assert(
      fc.property(plain, (sample) => {
        expect(isPlainSample(sample)).toBe(true);
        expect(sampleInput.parse(sample)).toEqual(sample);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('takes nothing that the schema refuses or changes', () => {
    fc.assert(
      fc.property(fc.oneof(spoiled, fc.jsonValue(), fc.anything()), (input) => {
        if (isPlainSample(input)) expect(sampleInput.parse(input)).toEqual(input);
      }),
      { seed: 6, numRuns: 3_000 },
    );
  });

  const bare = { time: 0, service: 's', name: 'n', value: 1 };
  const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, '']));

  it.each([
    { what: 'an id', fits: { id: 'x'.repeat(200) }, exceeds: { id: 'x'.repeat(201) } },
    { what: 'a unit', fits: { unit: 'x'.repeat(63) }, exceeds: { unit: 'x'.repeat(64) } },
    { what: 'labels', fits: { labels: labels(32) }, exceeds: { labels: labels(33) } },
    { what: 'a label', fits: { labels: { a: 'x'.repeat(256) } }, exceeds: { labels: { a: 'x'.repeat(257) } } },
    { what: 'a label name', fits: { labels: { ['x'.repeat(63)]: '' } }, exceeds: { labels: { ['x'.repeat(64)]: '' } } },
    { what: 'a name', fits: { name: 'x'.repeat(200) }, exceeds: { name: 'x'.repeat(201) } },
    { what: 'a service', fits: { service: 'x'.repeat(128) }, exceeds: { service: 'x'.repeat(129) } },
    { what: 'time', fits: { time: 8.64e15 }, exceeds: { time: 8.64e15 + 1 } },
    {
      what: 'a total',
      fits: { value: undefined, good: 0, total: Number.MAX_SAFE_INTEGER },
      exceeds: { value: undefined, good: 0, total: 2 ** 53 },
    },
  ])('ends $what where the schema does', ({ fits, exceeds }) => {
    for (const [change, isTaken] of [
      [fits, true],
      [exceeds, false],
    ] as const)
      expect([isPlainSample({ ...bare, ...change }), accepts({ ...bare, ...change })]).toEqual([isTaken, isTaken]);
  });

  it('leaves to the schema only what is no value or ratio at an integer time', () => {
    fc.assert(
      fc.property(spoiled, (input: Record<string, unknown>) => {
        const isOther = typeof input['time'] !== 'number' || input['histogram'] !== undefined;
        const isReserved = !Object.keys(input['labels'] ?? {}).every(isLabelName);
        if (accepts(input) && !isOther && !isReserved) expect(isPlainSample(input)).toBe(true);
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });
});

describe('names', () => {
  it('judge label values as the schema does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(isLabelValue(text)).toBe(labelValue.safeParse(text).success);
      }),
      { seed: 8, numRuns: 1_000 },
    );
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuse the label %s', (name) => {
    expect(isLabelName(name)).toBe(false);
  });
});
