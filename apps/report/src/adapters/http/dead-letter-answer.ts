import { z } from 'zod';

import type { PlacedDeadLetter } from '../../application/read-dead-letters.js';
import { deadLetterServices } from '../../domain/dead-letter-id.js';

const service = z.enum(deadLetterServices);

export const listQuery = z.strictObject({
  service,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const replayBody = z.strictObject({ service, reason: z.string().min(1).max(200).optional() });

/** A dead letter in a list. Topic, partition and offset are the original record's. */
export const deadLetterLine = z.object({
  id: z.string().describe('<service>-<partition>-<offset> of the dead letter'),
  processor: z.string(),
  reason: z.string(),
  detail: z.string(),
  failedAt: z.iso.datetime(),
  topic: z.string(),
  partition: z.int(),
  offset: z.int(),
});
export type DeadLetterLine = z.output<typeof deadLetterLine>;

export const wholeDeadLetter = deadLetterLine.extend({
  timestamp: z.int().describe('of the original record, ms UTC'),
  key: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  bytes: z.base64(),
  text: z.string().describe('the bytes as UTF-8; what is not UTF-8 is replaced'),
  replayedAt: z.iso.datetime().optional().describe('when it was put back'),
});
export type WholeDeadLetter = z.output<typeof wholeDeadLetter>;

export const replayAnswer = z.object({
  replayed: z.array(z.object({ id: z.string(), topic: z.string(), partition: z.int() })),
});

export function toLine({ id, letter }: PlacedDeadLetter): DeadLetterLine {
  const { processor, reason, detail, failedAt, topic, partition, offset } = letter;
  return { id, processor, reason, detail, failedAt, topic, partition, offset };
}

/** @param replayedAt - ms UTC */
export const toWhole = ({ id, letter }: PlacedDeadLetter, replayedAt: number | undefined): WholeDeadLetter => ({
  id,
  ...letter,
  text: Buffer.from(letter.bytes, 'base64').toString('utf8'),
  ...(replayedAt !== undefined && { replayedAt: new Date(replayedAt).toISOString() }),
});
