import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type AnyEvent, catalogue, compacted, days, defineEvent, type EventSpec } from '@roadworthy/contracts';

import { breakingChanges } from './breaking-changes.js';
import { snapshotOf } from './snapshot.js';

const fieldsButNote = {
  tenant: z.string(),
  service: z.string(),
  state: z.enum(['open', 'closed']),
  count: z.int().nonnegative(),
  windows: z.array(z.object({ ms: z.int().positive(), share: z.number().optional() })),
  reading: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('value'), value: z.number() }),
    z.object({ kind: z.literal('ratio'), good: z.int(), total: z.int() }),
  ]),
  links: z.record(z.string(), z.string().max(100)),
};
const fields = { ...fieldsButNote, note: z.string().optional() };

type Spec = EventSpec<z.ZodType<Record<string, unknown>>>;

const topic = 'rw.test.thing.v1';

const event = (data: z.ZodType<Record<string, unknown>>, changes: Partial<Spec> = {}): AnyEvent =>
  defineEvent({
    topic,
    summary: 'A thing.',
    publisher: 'test',
    key: ({ tenant, service }) => `${tenant}/${service}`,
    retention: compacted,
    ...changes,
    data,
  });

const changesTo = (later: AnyEvent): string[] =>
  breakingChanges([snapshotOf(event(z.object(fields)))], [snapshotOf(later)]);

const withField = (name: keyof typeof fields, schema: z.ZodType): AnyEvent =>
  event(z.object({ ...fields, [name]: schema }));

const window = z.object({ ms: z.int().positive(), share: z.number().optional() });
const value = z.object({ kind: z.literal('value'), value: z.number() });
const ratio = z.object({ kind: z.literal('ratio'), good: z.int(), total: z.int() });

describe('breakingChanges', () => {
  it.each<{ what: string; later: AnyEvent; says: string }>([
    { what: 'a removed field', later: event(z.object(fieldsButNote)), says: 'note is gone' },
    {
      what: 'a retyped field',
      later: withField('count', z.string()),
      says: 'count changed its type from "integer" to "string"',
    },
    {
      what: 'an integer that becomes a number',
      later: withField('count', z.number().nonnegative()),
      says: 'count changed its type from "integer" to "number"',
    },
    { what: 'a newly required field', later: withField('note', z.string()), says: 'note is now required' },
    {
      what: 'a new field that is required',
      later: event(z.object({ ...fields, more: z.string() })),
      says: 'more is now required',
    },
    {
      what: 'a field that may be absent',
      later: withField('state', fields.state.optional()),
      says: 'state may now be absent',
    },
    { what: 'a narrowed enum', later: withField('state', z.enum(['open'])), says: 'state no longer allows "closed"' },
    {
      what: 'a text that becomes an enum',
      later: withField('tenant', z.enum(['default'])),
      says: 'tenant is now limited to "default"',
    },
    { what: 'a tighter limit', later: withField('count', z.int().min(1)), says: 'count is limited more: at least 1' },
    {
      what: 'a new limit',
      later: withField('tenant', z.string().max(10)),
      says: 'tenant is limited more: maxLength from nothing to 10',
    },
    {
      what: 'a new pattern',
      later: withField('tenant', z.string().regex(/^a/)),
      says: 'tenant is limited more: pattern from nothing to "^a"',
    },
    {
      what: 'a removed field of a list',
      later: withField('windows', z.array(window.omit({ share: true }))),
      says: 'windows[].share is gone',
    },
    {
      what: 'a list that becomes an object',
      later: withField('windows', window),
      says: 'windows changed its type from "array" to "object"',
    },
    {
      what: 'a removed option of a union',
      later: withField('reading', z.discriminatedUnion('kind', [value])),
      says: 'reading.kind no longer allows "ratio"',
    },
    {
      what: 'a changed option of a union',
      later: withField('reading', z.discriminatedUnion('kind', [value, ratio.omit({ total: true })])),
      says: 'reading.total is gone',
    },
    {
      what: 'a tighter map',
      later: withField('links', z.record(z.string(), z.string().max(50))),
      says: 'links.* is limited more: maxLength from 100 to 50',
    },
    {
      what: 'refused unknown fields',
      later: event(z.strictObject(fields)),
      says: 'the data now refuses unknown fields',
    },
    {
      what: 'another key',
      later: event(z.object(fields), {
        key: ({ tenant }) => String(tenant),
        meetsBy: ({ tenant, service }) => `${tenant}/${service}`,
      }),
      says: 'key changed from <tenant>/<service> to <tenant>',
    },
    {
      what: 'another partitioning',
      later: event(z.object(fields), { meetsBy: ({ tenant }) => String(tenant) }),
      says: 'partitioning changed from <tenant>/<service> to <tenant>',
    },
    {
      what: 'a fixed number of partitions',
      later: event(z.object(fields), { partitions: 1 }),
      says: 'number of partitions changed from any to 1',
    },
    {
      what: 'a retention that is no longer compacted',
      later: event(z.object(fields), { retention: days(7) }),
      says: 'retention changed from compacted to time',
    },
    {
      what: 'another way of reading',
      later: event(z.object(fields), { broadcast: true }),
      says: 'broadcast changed from false to true',
    },
    { what: 'another topic', later: event(z.object(fields), { topic: 'rw.test.thing.v2' }), says: 'the topic is gone' },
  ])('names $what', ({ later, says }) => {
    expect(changesTo(later)).toContain(`${topic}: ${says}`);
  });

  it.each<{ what: string; later: AnyEvent }>([
    { what: 'nothing new', later: event(z.object(fields)) },
    { what: 'an optional field', later: event(z.object({ ...fields, more: z.string().optional() })) },
    {
      what: 'an optional field of a list',
      later: withField('windows', z.array(window.extend({ from: z.string().optional() }))),
    },
    { what: 'a wider enum', later: withField('state', z.enum(['open', 'closed', 'held'])) },
    { what: 'an enum that becomes a text', later: withField('state', z.string()) },
    { what: 'a looser limit', later: withField('count', z.int().min(-5)) },
    { what: 'a limit that is gone', later: withField('links', z.record(z.string(), z.string())) },
    {
      what: 'the same limit in other words',
      later: withField('windows', z.array(window.extend({ ms: z.int().min(1) }))),
    },
    {
      what: 'a further option of a union',
      later: withField('reading', z.discriminatedUnion('kind', [z.object({ kind: z.literal('none') }), ratio, value])),
    },
    { what: 'a description', later: withField('count', z.int().nonnegative().describe('how many')) },
    { what: 'another summary', later: event(z.object(fields), { summary: 'Another sentence.' }) },
  ])('lets $what pass', ({ later }) => {
    expect(changesTo(later)).toEqual([]);
  });

  it('lets a new topic pass', () => {
    const before = catalogue.slice(1).map(snapshotOf);
    expect(breakingChanges(before, catalogue.map(snapshotOf))).toEqual([]);
  });

  it('names every change of a topic at once', () => {
    const later = event(z.object({ ...fieldsButNote, count: z.string() }), { retention: days(1) });
    expect(changesTo(later)).toHaveLength(3);
  });
});
