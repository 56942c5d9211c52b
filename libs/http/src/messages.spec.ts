import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { findings, houseForm, shown } from './messages.js';

const schema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10).default(5),
  share: z.number().gt(0).lt(1).optional(),
  step: z.number().multipleOf(5).optional(),
  name: z.string().min(2).max(3).optional(),
  kind: z.enum(['one', 'other']).optional(),
  version: z.literal('v1').optional(),
  at: z.iso.datetime().optional(),
  code: z.string().regex(/^x/).optional(),
  size: z.union([z.number(), z.string()]).optional(),
  list: z.array(z.boolean()).length(1).optional(),
  labels: z.record(z.string().regex(/^a/, 'a label begins with a'), z.string()).optional(),
  even: z
    .number()
    .refine((n) => n % 2 === 0, 'must be even')
    .optional(),
});

const found = (value: unknown) => {
  const { error } = schema.safeParse(value, houseForm);
  return error ? findings(error, value, 'query').map(({ pointer, code, detail }) => [pointer, code, detail]) : [];
};

describe('what a schema found', () => {
  it.each([
    { value: { limit: '0' }, pointer: '/limit', code: 'too-small', detail: 'limit must be at least 1, got 0' },
    { value: { limit: '11' }, pointer: '/limit', code: 'too-big', detail: 'limit must be at most 10, got 11' },
    { value: { limit: '1.5' }, pointer: '/limit', code: 'invalid-type', detail: 'limit must be an integer, got 1.5' },
    { value: { limit: 'x' }, pointer: '/limit', code: 'invalid-type', detail: 'limit must be a number, got "x"' },
    { value: { share: 1 }, pointer: '/share', code: 'too-big', detail: 'share must be below 1, got 1' },
    { value: { share: 0 }, pointer: '/share', code: 'too-small', detail: 'share must be above 0, got 0' },
    { value: { step: 7 }, pointer: '/step', code: 'not-multiple-of', detail: 'step must be a multiple of 5, got 7' },
    {
      value: { name: 'x' },
      pointer: '/name',
      code: 'too-small',
      detail: 'name must have at least 2 characters, got 1',
    },
    { value: { name: null }, pointer: '/name', code: 'invalid-type', detail: 'name must be a string, got null' },
    {
      value: { kind: 'two' },
      pointer: '/kind',
      code: 'invalid-value',
      detail: 'kind must be one of "one", "other", got "two"',
    },
    { value: { version: 2 }, pointer: '/version', code: 'invalid-value', detail: 'version must be "v1", got 2' },
    {
      value: { at: 'noon' },
      pointer: '/at',
      code: 'invalid-format',
      detail: 'at must be a valid datetime, got "noon"',
    },
    { value: { code: 'y' }, pointer: '/code', code: 'invalid-format', detail: 'code must match /^x/, got "y"' },
    {
      value: { size: true },
      pointer: '/size',
      code: 'invalid-union',
      detail: 'size must be a number or a string, got true',
    },
    { value: { list: [] }, pointer: '/list', code: 'too-small', detail: 'list must have exactly 1 items, got 0' },
    {
      value: { list: [1] },
      pointer: '/list/0',
      code: 'invalid-type',
      detail: 'list/0 must be true or false, got 1',
    },
    {
      value: { labels: { b: '' } },
      pointer: '/labels/b',
      code: 'invalid-key',
      detail: 'a label begins with a, got "b"',
    },
    { value: { even: 3 }, pointer: '/even', code: 'custom', detail: 'even must be even, got 3' },
    { value: { 'a/b': 1 }, pointer: '/a~1b', code: 'unknown-field', detail: 'unknown field "a/b", got 1' },
    { value: [1], pointer: '', code: 'invalid-type', detail: 'query must be an object, got [1]' },
    { value: undefined, pointer: '', code: 'invalid-type', detail: 'query must be an object, got nothing' },
  ])('of $value is $detail', ({ value, pointer, code, detail }) => {
    expect(found(value)).toEqual([[pointer, code, detail]]);
  });
});

describe('a value in a message', () => {
  it.each([
    { value: 'a "b"', text: '"a \\"b\\""' },
    { value: Infinity, text: 'Infinity' },
    { value: { a: [1, { b: { c: {} } }] }, text: '{"a":[1,{"b":{"c":…}}]}' },
    { value: [1, 2, 3, 4, 5, 6], text: '[1,2,3,4,5,…]' },
    { value: 'x'.repeat(1_000_000), text: `"${'x'.repeat(59)}…` },
  ])('is $text', ({ value, text }) => {
    expect(shown(value)).toBe(text);
  });

  it('may nest deeper than the stack', () => {
    expect(shown(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).length).toBeLessThanOrEqual(61);
  });
});
