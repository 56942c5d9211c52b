import { describe, expect, it } from '@jest/globals';

import { sampleInput } from './sample-input.js';

const bare = { time: 1_767_225_600_000, service: 'story-api', name: 'http.requests' };
const value = { ...bare, value: 1 };
const ratio = { ...bare, good: 9, total: 10 };
const histogram = { ...bare, histogram: { bounds: [0.1, 0.5], counts: [1, 2, 3] } };
const labels = (size: number) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`l${i}`, 'x']));

describe('sampleInput', () => {
  it.each<{ what: string; sample: unknown }>([
    { what: 'a value', sample: value },
    { what: 'a ratio', sample: ratio },
    { what: 'a heartbeat', sample: { ...bare, good: 0, total: 0 } },
    { what: 'a histogram', sample: histogram },
    { what: 'a histogram of one bucket', sample: { ...bare, histogram: { bounds: [], counts: [4] } } },
    { what: 'a negative value', sample: { ...value, value: -1.5 } },
    { what: 'an id, labels and a unit', sample: { ...value, id: 'x', labels: { 'http.route': '/' }, unit: 's' } },
    { what: '32 labels', sample: { ...value, labels: labels(32) } },
    { what: 'a label of 256 characters', sample: { ...value, labels: { a: 'x'.repeat(256) } } },
    { what: 'the largest exact count', sample: { ...bare, good: 0, total: Number.MAX_SAFE_INTEGER } },
  ])('takes $what', ({ sample }) => {
    expect(sampleInput.safeParse(sample).error).toBeUndefined();
  });

  it.each<{ what: string; sample: unknown; path: string; says: string }>([
    { what: 'nothing measured', sample: bare, path: '', says: 'got none' },
    { what: 'two measures', sample: { ...ratio, value: 1 }, path: '', says: 'got value and good' },
    { what: 'good above total', sample: { ...ratio, good: 11 }, path: 'good', says: 'at most total 10, got 11' },
    { what: 'good without total', sample: { ...bare, good: 1 }, path: 'total', says: 'come together' },
    { what: 'total without good', sample: { ...bare, total: 1 }, path: 'good', says: 'come together' },
    { what: 'a negative count', sample: { ...ratio, good: -1 }, path: 'good', says: '>=0' },
    { what: 'half an event', sample: { ...ratio, good: 0.5 }, path: 'good', says: 'int' },
    { what: 'a count beyond exact integers', sample: { ...ratio, total: 2 ** 53 }, path: 'total', says: 'int' },
    { what: 'NaN', sample: { ...value, value: NaN }, path: 'value', says: 'NaN' },
    { what: 'infinity', sample: { ...value, value: Infinity }, path: 'value', says: 'expected number' },
    { what: 'a text for a value', sample: { ...value, value: '1' }, path: 'value', says: 'expected number' },
    { what: 'a missing service', sample: { ...value, service: undefined }, path: 'service', says: 'expected string' },
    { what: 'a service with a slash', sample: { ...value, service: 'a/b' }, path: 'service', says: 'a service is' },
    { what: 'a name with a space', sample: { ...value, name: 'a b' }, path: 'name', says: 'a metric name is' },
    {
      what: 'a name of 201 characters',
      sample: { ...value, name: 'a'.repeat(201) },
      path: 'name',
      says: 'a metric name',
    },
    { what: 'a time before 1970', sample: { ...value, time: -1 }, path: 'time', says: '' },
    { what: 'a fraction of a millisecond', sample: { ...value, time: 0.5 }, path: 'time', says: '' },
    { what: 'a time without zone', sample: { ...value, time: '2026-01-01T00:00:00' }, path: 'time', says: '' },
    { what: '33 labels', sample: { ...value, labels: labels(33) }, path: 'labels', says: 'at most 32 labels' },
    {
      what: 'a label of 257 characters',
      sample: { ...value, labels: { a: 'x'.repeat(257) } },
      path: 'labels.a',
      says: '256',
    },
    { what: 'a control character', sample: { ...value, labels: { a: 'x\n' } }, path: 'labels.a', says: 'no control' },
    {
      what: 'a label that is a number',
      sample: { ...value, labels: { a: 1 } },
      path: 'labels.a',
      says: 'expected string',
    },
    { what: 'an unknown field', sample: { ...value, tenant: 'x' }, path: '', says: '"tenant"' },
    { what: 'an empty id', sample: { ...value, id: '' }, path: 'id', says: '' },
    {
      what: 'bounds that fall',
      sample: { ...bare, histogram: { bounds: [2, 1], counts: [1, 1, 1] } },
      path: 'histogram.bounds',
      says: 'must rise',
    },
    {
      what: 'equal bounds',
      sample: { ...bare, histogram: { bounds: [1, 1], counts: [1, 1, 1] } },
      path: 'histogram.bounds',
      says: 'must rise',
    },
    {
      what: 'a missing bucket',
      sample: { ...bare, histogram: { bounds: [1], counts: [1] } },
      path: 'histogram.counts',
      says: 'one more count',
    },
    { what: 'null', sample: null, path: '', says: 'expected object' },
  ])('refuses $what', ({ sample, path, says }) => {
    const issues = sampleInput.safeParse(sample).error?.issues ?? [];
    expect(issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))).toContainEqual({
      path,
      message: expect.stringContaining(says),
    });
  });

  it.each([
    { time: 1_767_225_600_123, expected: 1_767_225_600_123 },
    { time: '2026-01-01T00:00:00.123Z', expected: 1_767_225_600_123 },
    { time: '2026-01-01T01:00:00.123+01:00', expected: 1_767_225_600_123 },
  ])('reads the time $time', ({ time, expected }) => {
    expect(sampleInput.parse({ ...value, time }).time).toBe(expected);
  });
});
