import { accessKey, budgetAlerts, budgetDeadLetters, budgetStatus, objectiveSpec } from '@roadworthy/contracts';
import { z } from 'zod';

// What the API answers, as far as the commands read it; what else there is goes on to programs as it came.

/** One of the things that are wrong; further members say where it is. */
const problemItem = z.looseObject({
  detail: z.string(),
  pointer: z.string().optional().describe('a JSON pointer into what was sent'),
});
export type ProblemItem = z.output<typeof problemItem>;

/** Why the server refused (RFC 9457). */
export const problemDocument = z.looseObject({
  type: z.string().default('about:blank'),
  title: z.string().default('Refused'),
  status: z.number(),
  detail: z.string(),
  errors: z.array(problemItem).optional(),
});
export type Problem = z.output<typeof problemDocument>;

const { version } = budgetStatus.data.shape;

export const sloVersion = z.looseObject({ version });

const sloLine = objectiveSpec
  .pick({ displayName: true, target: true, periodMs: true })
  .extend({ id: z.string(), version, status: budgetStatus.data.optional() })
  .loose();
export type SloLine = z.output<typeof sloLine>;

export const sloPage = z.looseObject({ items: z.array(sloLine), next: z.string().optional() });

const counts = budgetStatus.data.pick({ bad: true, total: true }).shape;
const { at, watermark, remaining, lateEvents, problem } = budgetStatus.data.shape;
const { episode, revision, state, since, tier, severity } = budgetAlerts.data.shape;

const explainedWindow = z.looseObject({
  ...counts,
  window: z.enum(['long', 'short']),
  from: at,
  to: at,
  burnRate: z.number(),
  inequality: z.string(),
  exceeds: z.boolean(),
});

export const explanation = z.looseObject({
  id: z.string(),
  definitionVersion: version,
  at: at.optional(),
  watermark,
  countingSince: at,
  target: objectiveSpec.shape.target,
  period: z.looseObject({ ...counts, remaining, formula: z.string() }),
  tiers: z.array(
    z.looseObject({
      name: z.string(),
      severity,
      exceeded: z.boolean(),
      leads: z.boolean(),
      windows: z.array(explainedWindow),
    }),
  ),
  episodes: z.array(z.looseObject({ episode, revision, state, since, until: since.optional(), tier })),
  lateEvents,
  problem,
});
export type Explanation = z.output<typeof explanation>;

/** Every service's dead letters have the same data. */
const letter = budgetDeadLetters.data.extend({ id: z.string() }).loose();

const letterLine = letter.omit({ timestamp: true, key: true, headers: true, bytes: true });
export type LetterLine = z.output<typeof letterLine>;

export const letterPage = z.looseObject({ items: z.array(letterLine) });

export const wholeLetter = letter.extend({ text: z.string() });

const origin = letter.pick({ id: true, topic: true, partition: true });

export const replayAnswer = z.looseObject({ replayed: z.array(origin) });

/** A record that `tail` reads; `value` is absent for a tombstone. */
export const tailedRecord = z.looseObject({
  partition: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  timestamp: z.int().describe('ms UTC'),
  key: z.string().optional(),
  value: z.unknown().optional(),
});
export type TailedRecord = z.output<typeof tailedRecord>;

const keyLine = accessKey.omit({ hash: true }).extend({ name: z.string() }).loose();

export const keyPage = z.looseObject({ items: z.array(keyLine) });

export const newKey = keyLine.extend({ key: z.string() });
