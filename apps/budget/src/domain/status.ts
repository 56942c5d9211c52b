import type { BudgetStatus } from '@roadworthy/contracts';
import { burnRate, consumedBudget } from '@roadworthy/slo';

import { none } from './evaluate.js';
import { type ObjectiveState, watermarkOf } from './service-budgets.js';

export const instant = (time: number): string => new Date(time).toISOString();

/** Counts and burn rates of every window that the tiers look at, at `end`. */
export const windowBurns = ({ series, definition, budget }: ObjectiveState, end: number): BudgetStatus['windows'] =>
  definition.spec.tiers.flatMap(({ name, factor, longMs, shortMs }) =>
    (
      [
        ['long', longMs],
        ['short', shortMs],
      ] as const
    ).map(([window, ms]) => {
      const counts = series.window(end, ms);
      return { tier: name, window, ms, ...counts, burnRate: burnRate(counts, budget), factor: factor.num / factor.den };
    }),
  );

/** Where the objective's budget stands at the end that was evaluated last. */
export function statusOf(objective: ObjectiveState, retired = false): Omit<BudgetStatus, 'revision'> {
  const { definition, evaluatedTo: end, series, budget, newestEvent, transitions, lateEvents } = objective;
  const { tenant, service, objective: name, spec, version } = definition;
  const at = end ?? Date.parse(definition.updatedAt);
  const counts = series.window(at, spec.periodMs);
  const consumed = consumedBudget(counts, budget);
  const watermark = watermarkOf(objective);
  const tier = spec.tiers[transitions.at(-1)?.tier ?? none];
  return {
    tenant,
    service,
    objective: name,
    displayName: spec.displayName,
    version,
    retired,
    at: instant(at),
    ...(watermark !== undefined && { watermark: instant(watermark) }),
    provisional: watermark === undefined || watermark < at,
    target: Number(spec.target),
    periodMs: spec.periodMs,
    ...counts,
    ...(consumed !== undefined && { consumed, remaining: 1 - consumed }),
    windows: end === undefined ? [] : windowBurns(objective, end),
    ...(tier && !retired && { leadingTier: tier.name, severity: tier.severity }),
    ...(newestEvent !== undefined && { lastEventAt: instant(newestEvent) }),
    lateEvents,
    ...(objective.problem !== undefined && { problem: objective.problem }),
  };
}
