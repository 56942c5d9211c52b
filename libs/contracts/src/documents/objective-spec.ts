import { z } from 'zod';

import { labelName, metricName } from '../names.js';

/** A label matcher as Prometheus has them; regular expressions are anchored and of linear time. */
export const labelMatcher = z.object({
  label: labelName,
  op: z.enum(['=', '!=', '=~', '!~']),
  value: z.string().max(256),
});
export type LabelMatcher = z.output<typeof labelMatcher>;

/** Picks samples of the objective's service by name and labels; all matchers must hold. */
export const sampleSelector = z.object({ name: metricName, match: z.array(labelMatcher).max(32) });
export type SampleSelector = z.output<typeof sampleSelector>;

/** What a good event is. */
export const indicator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('good-total'), good: sampleSelector, total: sampleSelector }),
  z.object({ kind: z.literal('bad-total'), bad: sampleSelector, total: sampleSelector }),
  z.object({
    kind: z.literal('threshold'),
    source: sampleSelector,
    op: z.enum(['lt', 'lte', 'gt', 'gte']).describe('good when the observation is … the threshold'),
    threshold: z.number(),
  }),
]);
export type Indicator = z.output<typeof indicator>;

const decimal = z.string().regex(/^[0-9]+(\.[0-9]+)?$/, 'a decimal number');

/** An exact positive fraction in lowest terms: 14.4 is 72/5, and 28 d give a factor of 14/15 that no decimal holds. */
export const rational = z.object({ num: z.int().positive(), den: z.int().positive() });
export type Rational = z.output<typeof rational>;

/** A multi-window burn-rate tier: both windows must exceed the factor. */
export const burnTier = z.object({
  name: z.string(),
  severity: z.enum(['page', 'ticket']),
  factor: rational.describe('burn rate'),
  longMs: z.int().positive(),
  shortMs: z.int().positive(),
});
export type BurnTier = z.output<typeof burnTier>;

/** An objective, read from OpenSLO and made exact: targets are decimal strings, spans are milliseconds. */
export const objectiveSpec = z.object({
  displayName: z.string(),
  description: z.string(),
  indicator,
  target: decimal.describe('share of events that must be good, in (0, 1), an exact decimal of at most 9 places'),
  periodMs: z.int().positive().describe('rolling window'),
  tiers: z.array(burnTier).describe('in rank order: the first that fires leads'),
  boundMs: z.int().nonnegative().describe('how far behind the newest event time the watermark runs'),
  idleMs: z.int().positive().describe('how long a source is live after its last sample'),
  graceMs: z.int().nonnegative().describe('how late an event may be and still be recounted'),
});
export type ObjectiveSpec = z.output<typeof objectiveSpec>;
