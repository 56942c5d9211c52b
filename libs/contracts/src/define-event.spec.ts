import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { compacted, days, defineEvent } from './define-event.js';

const data = z.object({ tenant: z.string(), service: z.string(), count: z.int().optional() });
const spec = {
  topic: 'rw.test.thing.v12',
  summary: 'A thing.',
  publisher: 'test',
  key: ({ tenant, service }: z.output<typeof data>) => `${tenant}/${service}`,
  retention: compacted,
  data,
};

describe('defineEvent', () => {
  it('reads the version from the topic', () => {
    expect(defineEvent(spec).version).toBe(12);
  });

  it('meets by the key unless told otherwise', () => {
    const thing = { tenant: 'a', service: 'b' };
    expect(defineEvent(spec).meetsBy(thing)).toBe('a/b');
    expect(defineEvent({ ...spec, meetsBy: ({ tenant }) => tenant }).meetsBy(thing)).toBe('a');
  });

  it('drops a field that it does not know', () => {
    expect(defineEvent(spec).parse({ tenant: 'a', service: 'b', more: 1 })).toEqual({ tenant: 'a', service: 'b' });
  });

  it('refuses data of another shape', () => {
    expect(() => defineEvent(spec).parse({ tenant: 'a' })).toThrow(z.ZodError);
    expect(() => defineEvent(spec).parse({ tenant: 'a', service: 'b', count: 1.5 })).toThrow(z.ZodError);
  });

  it.each(['rw.budget.spent.v1', 'rw.inbox.<tenant>.samples.v1', 'rw.timing-scheduler.decisions.v3', 'rw.a.b.c.v10'])(
    'takes the topic %s',
    (topic) => {
      expect(defineEvent({ ...spec, topic }).topic).toBe(topic);
    },
  );

  it.each([
    '',
    'budget.spent.v1',
    'rw.budget.v1',
    'rw.budget.spent',
    'rw.budget.spent.v0',
    'rw.budget.spent.v01',
    'rw.Budget.spent.v1',
    'rw.budget.<service>.v1',
    'rw.a.b.c.d.v1',
  ])('refuses the topic %s', (topic) => {
    expect(() => defineEvent({ ...spec, topic })).toThrow(`topic must be rw.<domain>.<noun>.v<N>, got ${topic}`);
  });
});

describe('days', () => {
  it('is a retention in milliseconds', () => {
    expect(days(7)).toEqual({ kind: 'time', ms: 604_800_000 });
  });
});
