import { describe, expect, it } from '@jest/globals';
import { type PackedSamples, packSamples, type Sample, unpackSamples } from '@roadworthy/contracts';

import { type InboxRecord, inboxStep } from './inbox-step.js';

const now = Date.UTC(2026, 0, 2);
const place = { tenant: 'acme', topic: 'rw.inbox.acme.samples.v1', partition: 3, offset: 41, timestamp: now };
const value = (changes: object = {}): Sample =>
  ({ kind: 'value', name: 'm', labels: { a: '1' }, time: now, value: 1, ...changes }) as Sample;
const input = (changes: object = {}): object => ({ time: now, service: 'shop', name: 'm', value: 1, ...changes });

const plain = (...samples: unknown[]): InboxRecord => ({ kind: 'plain', samples, isList: true });
const packed = (
  samples: readonly Sample[],
  change: (record: PackedSamples) => PackedSamples = (r) => r,
): InboxRecord => {
  const record = change(packSamples({ tenant: 'other', service: 'shop', publisher: 'sdk', sequence: 9 }, samples));
  return { kind: 'packed', record, samples: unpackSamples(record) };
};

describe('inboxStep', () => {
  it('forwards the samples of each service as a record known by the inbox and its offset', () => {
    const { records, refused } = inboxStep(plain(input(), input({ service: 'search' }), input({ value: 2 })), place);
    expect(refused).toBeUndefined();
    expect(
      records.map(({ tenant, service, publisher, sequence }) => ({ tenant, service, publisher, sequence })),
    ).toEqual([
      { tenant: 'acme', service: 'shop', publisher: 'rw.inbox.acme.samples.v1/3', sequence: 41_000 },
      { tenant: 'acme', service: 'search', publisher: 'rw.inbox.acme.samples.v1/3', sequence: 41_001 },
    ]);
    expect(records.map(({ value: values }) => values)).toEqual([[1, 2], [1]]);
  });

  it('cuts what one record cannot hold, and goes on counting', () => {
    const { records } = inboxStep(plain(...Array.from({ length: 1000 }, (_, i) => input({ value: i }))), place);
    expect(records.map(({ sequence, seriesOf }) => [sequence, seriesOf.length])).toEqual([
      [41_000, 500],
      [41_001, 500],
    ]);
  });

  it('takes a packed record as the topic’s tenant’s, whatever tenant it names', () => {
    const samples = [
      value(),
      value({ kind: 'ratio', good: 1, total: 2 }),
      value({ kind: 'counter', temporality: 'cumulative', start: now - 5, value: 7, id: 'x' }),
    ];
    const { records, refused } = inboxStep(packed(samples), place);
    expect(refused).toBeUndefined();
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ tenant: 'acme', service: 'shop', sequence: 41_000 });
    const [record] = records;
    expect(JSON.parse(JSON.stringify(record && unpackSamples(record)))).toMatchObject([
      { kind: 'value', value: 1 },
      { kind: 'ratio', good: 1, total: 2 },
      { kind: 'counter', temporality: 'cumulative', start: now - 5, value: 7, id: 'x' },
    ]);
  });

  it('says where the one sample of a record is wrong', () => {
    const record: InboxRecord = { kind: 'plain', samples: [input({ value: '1' })], isList: false };
    const { records, refused } = inboxStep(record, place);
    expect(records).toEqual([]);
    expect(refused?.detail).toMatch(/^\/value: .*got "1"$/);
    expect(refused?.data).toEqual({ samples: [input({ value: '1' })] });
  });

  it('judges time by the record’s own', () => {
    const old = input({ time: now - 1000 });
    expect(inboxStep(plain(old), { ...place, timestamp: now + 8 * 86_400_000 }).refused?.detail).toMatch(/7 days ago/);
    expect(inboxStep(plain(old), place).refused).toBeUndefined();
  });

  const histogram = { bounds: [1], counts: [1, 2] };
  const exponential = {
    scale: 0,
    zeroCount: 0,
    positive: { offset: 0, counts: [1] },
    negative: { offset: 0, counts: [] },
  };
  const counting = { temporality: 'delta', kind: 'histogram' };

  it.each<{ what: string; sample: Sample; change?: (record: PackedSamples) => PackedSamples; detail: RegExp }>([
    {
      what: 'a name with a space',
      sample: value({ name: 'a b' }),
      detail: /^\/series\/1: "a b" is not the name of a m/,
    },
    { what: 'a long unit', sample: value({ unit: 'x'.repeat(64) }), detail: /^\/series\/1: a unit has at most 63/ },
    { what: 'a bad label', sample: value({ labels: { 'a b': '' } }), detail: /"a b" is not the name of a label/ },
    {
      what: 'a reserved label',
      sample: value({ labels: { constructor: '' } }),
      detail: /"constructor" is not the name/,
    },
    {
      what: 'a long label',
      sample: value({ labels: { a: 'x'.repeat(257) } }),
      detail: /label a must have at most 256/,
    },
    {
      what: '33 labels',
      sample: value({ labels: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, ''])) }),
      detail: /at most 32 labels, got 33/,
    },
    { what: 'the future', sample: value({ time: now + 60_001 }), detail: /^\/time\/1: .*60 s ahead/ },
    {
      what: 'good above total',
      sample: value({ kind: 'ratio', good: 3, total: 2 }),
      detail: /^\/value\/1: good must be/,
    },
    { what: 'half a good event', sample: value({ kind: 'ratio', good: 0.5, total: 2 }), detail: /total 2, got 0.5/ },
    {
      what: 'a negative counter',
      sample: value({ kind: 'counter', temporality: 'delta', value: -1 }),
      detail: /must be >= 0, got -1/,
    },
    {
      what: 'a bucket too few',
      sample: value({ ...counting, histogram: { bounds: [1], counts: [1] } }),
      detail: /one count more than bounds, got 1 and 1/,
    },
    {
      what: 'bounds that fall',
      sample: value({ ...counting, histogram: { bounds: [2, 1], counts: [1, 1, 1] } }),
      detail: /rise, got 1 at place 1/,
    },
    {
      what: 'a scale out of range',
      sample: value({ ...counting, kind: 'exponentialHistogram', histogram: { ...exponential, scale: 21 } }),
      detail: /scale must be an integer from -10 to 20, got 21/,
    },
    {
      what: 'a histogram of the other kind',
      sample: value({ ...counting, histogram: exponential }),
      detail: /a histogram of another kind than histogram/,
    },
    {
      what: 'a histogram that is not there',
      sample: value({ ...counting, histogram }),
      change: (record) => ({ ...record, histograms: [] }),
      detail: /the record does not hold/,
    },
    {
      what: 'a counter without temporality',
      sample: value({ kind: 'counter', temporality: 'delta', value: 1 }),
      change: (record) => ({ ...record, series: record.series.map(([kind = 0, , ...rest]) => [kind, 0, ...rest]) }),
      detail: /temporality of a counter must be 1 or 2, got 0/,
    },
    {
      what: 'a level with temporality',
      sample: value({ name: 'other' }),
      change: (record) => ({
        ...record,
        series: record.series.map(([kind = 0, , ...rest], i) => [kind, i === 0 ? 0 : 2, ...rest]),
      }),
      detail: /temporality of a value must be 0, got 2/,
    },
  ])('keeps the good samples of a packed record beside $what', ({ sample, change, detail }) => {
    const { records, refused } = inboxStep(packed([value(), sample], change), place);
    expect(records.map(({ seriesOf }) => seriesOf.length)).toEqual([1]);
    expect(refused?.detail).toMatch(detail);
    expect(refused?.data).toMatchObject({ tenant: 'acme', service: 'shop', seriesOf: [0] });
  });

  const days = 86_400_000;
  const old = now - 8 * days;
  it.each([
    { what: 'whose samples are all bad', record: plain(input({ value: 'x' }), input({ time: 'x' })), isBroken: true },
    { what: 'of which a sample is good', record: plain(input({ value: 'x' }), input()), isBroken: false },
    { what: 'that is too old', record: plain(input({ time: old })), isBroken: false },
    { what: 'of bad packed samples', record: packed([value({ name: 'a b' })]), isBroken: true },
    { what: 'of packed samples, one of them good', record: packed([value({ name: 'a b' }), value()]), isBroken: false },
    { what: 'of packed samples that are too old', record: packed([value({ time: old })]), isBroken: false },
  ])('holds a record $what for broken: $isBroken', ({ record, isBroken }) => {
    expect(inboxStep(record, place).refused).toMatchObject({ isBroken });
  });

  it('does the same again when a record comes again', () => {
    const record = plain(input(), input({ good: 1 }));
    expect(inboxStep(record, place)).toEqual(inboxStep(record, place));
  });
});
