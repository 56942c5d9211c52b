import { budgetAlerts, budgetStatus, objectiveSpec } from '@roadworthy/contracts';
import { z } from 'zod';

const { version, at, watermark, consumed, remaining, leadingTier, lateEvents, problem } = budgetStatus.data.shape;
const { episode, revision, state, tier } = budgetAlerts.data.shape;
const { name, severity, factor } = objectiveSpec.shape.tiers.element.shape;

const counts = budgetStatus.data.pick({ bad: true, total: true });
const time = z.iso.datetime();

const explainedWindow = counts.extend({
  window: z.enum(['long', 'short']),
  from: time,
  to: time,
  burnRate: z.number().nonnegative(),
  inequality: z.string().describe('bad · den · den > total · num · num, with the integers in place'),
  exceeds: z.boolean().describe('what the inequality gives'),
});

const explainedTier = z.object({
  name,
  severity,
  factor,
  exceeded: z.boolean().describe('both windows exceed the factor'),
  leads: z
    .boolean()
    .describe('the alert is at this tier: the first in rank that is exceeded, or held while its short window is empty'),
  windows: z.array(explainedWindow),
});

const explainedEpisode = z.object({ episode, revision, state, since: time, until: time.optional(), tier });

/** How an objective's numbers came about, as the API shows it. */
export const explanationAnswer = z.object({
  id: z.string().describe('<service>.<objective>'),
  definitionVersion: version,
  at: at.optional(),
  watermark,
  countingSince: time,
  target: objectiveSpec.shape.target,
  budget: factor.describe('share of events that may be bad, exact'),
  period: counts.extend({ from: time, to: time, consumed, remaining, formula: z.string() }),
  counted: counts.describe('the same, up to the newest event: with the bucket that is still open'),
  tiers: z.array(explainedTier),
  leadingTier,
  episodes: z.array(explainedEpisode),
  lateEvents,
  problem,
});
