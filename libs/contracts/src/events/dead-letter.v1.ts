import { z } from 'zod';

import { days, defineEvent, type EventData } from '../define-event.js';
import { instant } from '../names.js';

/** A record that could not be applied, whole: it can be put back as it was. */
const deadLetter = z.object({
  processor: z.string(),
  reason: z.string().describe('a stable code: malformed, rejected, failed'),
  detail: z.string().describe('the error, with its place and value'),
  failedAt: instant,
  topic: z.string(),
  partition: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  timestamp: z.int().describe('of the original record, ms UTC'),
  key: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  bytes: z.base64().describe('the value as it was read'),
});

/** Where the record of the example came from. */
interface Origin {
  readonly processor: string;
  readonly topic: string;
}

const deadLettersOf = (service: string, { processor, topic }: Origin) =>
  defineEvent({
    topic: `rw.deadletters.${service}.v1`,
    summary: `Records that ${service} could not apply, with reason, place and bytes.`,
    publisher: service,
    key: ({ topic, partition, offset }) => `${topic}/${partition}/${offset}`,
    retention: days(30),
    data: deadLetter,
    example: {
      processor,
      reason: 'malformed',
      detail: 'Unexpected end of JSON input',
      failedAt: '2026-01-01T00:00:01.000Z',
      topic,
      partition: 7,
      offset: 41_288,
      timestamp: 1_767_225_600_000,
      key: 'story-api',
      headers: { 'content-type': 'application/json' },
      bytes: 'eyJzYW1wbGVzIjpb',
    },
  });

export const ingestDeadLetters = deadLettersOf('ingest', { processor: 'inbox', topic: 'rw.inbox.default.samples.v1' });
export const budgetDeadLetters = deadLettersOf('budget', { processor: 'budget', topic: 'rw.metrics.samples.v1' });

export type DeadLetter = EventData<typeof budgetDeadLetters>;
