import { bucketMs } from '@roadworthy/slo';

import { none, reachMs } from './evaluate.js';
import { type ObjectiveState, type ServiceBudgets, watermarkOf } from './service-budgets.js';

/** How long a cumulative series is remembered after its last point, ms. */
const counterMs = 86_400_000;

/** Drops what no window, late event or repetition can reach any more, so that memory stays flat. @param now - ms UTC */
export function forget(state: ServiceBudgets, now: number): void {
  for (const objective of state.objectives.values()) forgetCounts(objective, now);
  forgetIds(state);
  for (const [key, { time }] of state.counters)
    if (time < now - counterMs) {
      state.counters.delete(key);
      state.changed.counters.add(key);
    }
}

function forgetCounts(objective: ObjectiveState, now: number): void {
  const { series, definition } = objective;
  series.dropBefore(Math.min(now, objective.newestEvent ?? now) - definition.spec.graceMs);
  const horizon = now - reachMs;
  const lastQuiet = objective.transitions.findLastIndex(({ end, tier }) => tier === none && end < horizon);
  if (lastQuiet > 0) objective.transitions = objective.transitions.slice(lastQuiet);
  objective.episodes = objective.episodes.filter(({ state, until }) => state === 'open' || (until ?? now) >= horizon);
}

function forgetIds(state: ServiceBudgets): void {
  const oldest = Math.min(
    ...[...state.objectives.values()].map(
      (objective) => (watermarkOf(objective) ?? Infinity) - objective.definition.spec.graceMs,
    ),
  );
  for (const bucket of state.ids.keys())
    if (bucket + bucketMs < oldest) {
      state.ids.delete(bucket);
      state.changed.ids.add(bucket);
    }
}
