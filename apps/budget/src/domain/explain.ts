import type { BurnTier, Rational } from '@roadworthy/contracts';
import { bucketMs, bucketStart, burnRate, consumedBudget, type EventCounts, exceedsBurnRate } from '@roadworthy/slo';

import type { Episode } from './episodes.js';
import { type ObjectiveState, watermarkOf } from './service-budgets.js';
import { instant } from './status.js';

/** One comparison of integers, and what it gave. */
export interface ExplainedWindow extends EventCounts {
  readonly window: 'long' | 'short';
  readonly from: string;
  readonly to: string;
  readonly burnRate: number;
  /** `bad · den · den > total · num · num`, with the integers in place */
  readonly inequality: string;
  readonly exceeds: boolean;
}

export interface ExplainedTier {
  readonly name: string;
  readonly severity: BurnTier['severity'];
  readonly factor: Rational;
  /** both windows exceed the factor */
  readonly exceeded: boolean;
  /** it is the tier that the alert is at: the first in rank that is exceeded, or held while its short window is empty */
  readonly leads: boolean;
  readonly windows: readonly ExplainedWindow[];
}

/** How an objective's numbers came about, from the last committed state. */
export interface Explanation {
  readonly definitionVersion: number;
  readonly at: string | undefined;
  readonly watermark: string | undefined;
  readonly countingSince: string;
  readonly target: string;
  readonly budget: Rational;
  readonly period: EventCounts & {
    readonly from: string;
    readonly to: string;
    readonly consumed: number | undefined;
    readonly remaining: number | undefined;
    readonly formula: string;
  };
  /** the same, up to the newest event: with the bucket that is still open */
  readonly counted: EventCounts;
  readonly tiers: readonly ExplainedTier[];
  readonly leadingTier: string | undefined;
  readonly episodes: readonly ExplainedEpisode[];
  readonly lateEvents: number;
  readonly problem: string | undefined;
}

interface ExplainedEpisode {
  readonly episode: number;
  readonly revision: number;
  readonly state: Episode['state'];
  readonly since: string;
  readonly until: string | undefined;
  readonly tier: string | undefined;
}

export function explain(objective: ObjectiveState): Explanation {
  const { definition, evaluatedTo, budget, transitions, lateEvents, problem } = objective;
  const { spec, version, updatedAt } = definition;
  const end = evaluatedTo ?? Date.parse(updatedAt);
  const watermark = watermarkOf(objective);
  const tiers = spec.tiers.map((_, tier) => explainTier(objective, tier, end));
  return {
    definitionVersion: version,
    at: evaluatedTo === undefined ? undefined : instant(evaluatedTo),
    watermark: watermark === undefined ? undefined : instant(watermark),
    countingSince: instant(objective.since),
    target: spec.target,
    budget,
    period: explainPeriod(objective, end),
    counted: objective.series.window(newestEnd(objective, end), spec.periodMs),
    tiers,
    leadingTier: spec.tiers[transitions.at(-1)?.tier ?? -1]?.name,
    episodes: objective.episodes.map((episode) => explainEpisode(objective, episode)),
    lateEvents,
    problem,
  };
}

const newestEnd = ({ newestEvent }: ObjectiveState, end: number): number =>
  Math.max(end, newestEvent === undefined ? end : bucketStart(newestEvent) + bucketMs);

function explainPeriod({ series, definition, budget }: ObjectiveState, end: number): Explanation['period'] {
  const { periodMs } = definition.spec;
  const counts = series.window(end, periodMs);
  const consumed = consumedBudget(counts, budget);
  const { bad, total } = counts;
  return {
    from: instant(end - periodMs),
    to: instant(end),
    ...counts,
    consumed,
    remaining: consumed === undefined ? undefined : 1 - consumed,
    formula: `consumed = bad / (budget · total) = ${bad} / (${budget.num}/${budget.den} · ${total})`,
  };
}

function explainTier(objective: ObjectiveState, place: number, end: number): ExplainedTier {
  const tier = objective.definition.spec.tiers[place];
  if (!tier) throw new RangeError(`no tier ${place}`);
  const { name, severity, factor, longMs, shortMs } = tier;
  const windows = [
    explainWindow(objective, { window: 'long', ms: longMs, end, factor }),
    explainWindow(objective, { window: 'short', ms: shortMs, end, factor }),
  ];
  const exceeded = windows.every(({ exceeds }) => exceeds);
  const leads = objective.transitions.at(-1)?.tier === place;
  return { name, severity, factor, exceeded, leads, windows };
}

interface Place {
  readonly window: 'long' | 'short';
  readonly ms: number;
  readonly end: number;
  readonly factor: Rational;
}

function explainWindow({ series, budget }: ObjectiveState, { window, ms, end, factor }: Place): ExplainedWindow {
  const counts = series.window(end, ms);
  return {
    window,
    from: instant(end - ms),
    to: instant(end),
    ...counts,
    burnRate: burnRate(counts, budget),
    inequality: `${counts.bad} · ${budget.den} · ${factor.den} > ${counts.total} · ${budget.num} · ${factor.num}`,
    exceeds: exceedsBurnRate(counts, { budget, factor }),
  };
}

const explainEpisode = (
  { definition }: ObjectiveState,
  { number, revision, state, since, until, tier }: Episode,
): ExplainedEpisode => ({
  episode: number,
  revision,
  state,
  since: instant(since),
  until: until === undefined ? undefined : instant(until),
  tier: definition.spec.tiers[tier]?.name,
});
