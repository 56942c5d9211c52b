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

const deadLettersOf = (service: string) =>
  defineEvent({
    topic: `rw.deadletters.${service}.v1`,
    summary: `Records that ${service} could not apply, with reason, place and bytes.`,
    publisher: service,
    key: ({ topic, partition, offset }) => `${topic}/${partition}/${offset}`,
    retention: days(30),
    data: deadLetter,
  });

export const ingestDeadLetters = deadLettersOf('ingest');
export const budgetDeadLetters = deadLettersOf('budget');

export type DeadLetter = EventData<typeof budgetDeadLetters>;
