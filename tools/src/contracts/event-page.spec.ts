import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { days, defineEvent } from '@roadworthy/contracts';

import { eventIndex, eventPage } from './event-page.js';

const event = defineEvent({
  topic: 'rw.inbox.<tenant>.things.v1',
  summary: 'A thing.',
  publisher: 'any service',
  key: ({ id }) => id,
  meetsBy: () => 'all',
  retention: days(2),
  data: z.object({
    id: z.string().describe('a | b'),
    state: z.enum(['on', 'off']).optional(),
    parts: z.array(z.object({ ms: z.int() })),
    pairs: z.array(z.tuple([z.int(), z.string()])),
    names: z.record(z.string(), z.number()),
    reading: z.union([z.object({ value: z.number() }), z.object({ good: z.int() })]),
    at: z.iso.datetime(),
  }),
  example: {
    id: 'a',
    parts: [],
    pairs: [],
    names: {},
    reading: { value: 1 },
    at: '2026-01-01T00:00:00Z',
  },
});

describe('eventPage', () => {
  const lines = eventPage(event).split('\n');

  it.each([
    '# rw.inbox.<tenant>.things.v1',
    '| publisher | any service |',
    '| key | `<id>` |',
    '| meets by | `all` |',
    '| kept | 2 d |',
    '| partitions | `RW_PARTITIONS` |',
    '| `id` | string | yes | a \\| b |',
    '| `state` | "on" or "off" | no |  |',
    '| `parts` | list of object | yes |  |',
    '| `parts[].ms` | integer | yes |  |',
    '| `pairs` | list of [integer, string] | yes |  |',
    '| `names` | map of number | yes |  |',
    '| `reading` | object | yes |  |',
    '| `reading.value` | number | with value |  |',
    '| `reading.good` | integer | with good |  |',
    '| `at` | string, date-time | yes |  |',
    '  "id": "a",',
  ])('says %s', (line) => {
    expect(lines).toContain(line);
  });
});

describe('eventIndex', () => {
  it('links to the page of each event', () => {
    expect(eventIndex([event])).toContain('[`rw.inbox.<tenant>.things.v1`](rw.inbox.tenant.things.v1.md)');
  });
});
