import { bucketMs, bucketStart, exceedsBurnRate } from '@roadworthy/slo';

import type { ObjectiveState } from './service-budgets.js';
import { nextReport } from './unsaid-problem.js';

/** No tier fires. */
export const none = -1;

/** How many bucket ends a late event may re-evaluate at once; more are gathered until the next wake-up. */
const promptEnds = 12;

/** How often late events are evaluated while they keep coming, ms. */
const promptEveryMs = 50;

/** How far back ends are evaluated again, ms: well beyond any grace, and bounded, so that catching up stays cheap. */
export const reachMs = 21_600_000;

/** Late events that touch many ends wait for each other: one part in 60 of what they touch, 1 s to 1 min. */
const gatherMs = (touchedMs: number): number => Math.min(Math.max(touchedMs / 60, 1_000), 60_000);

/** The place of the first tier whose two windows both exceed its factor at `end`; `none` when there is none. */
function leadingTier({ series, definition, budget, transitions }: ObjectiveState, end: number): number {
  const before = tierBefore(transitions, end);
  return definition.spec.tiers.findIndex(({ factor, longMs, shortMs }, tier) => {
    const short = series.window(end, shortMs);
    if (short.total === 0) return tier === before;
    return (
      exceedsBurnRate(short, { budget, factor }) && exceedsBurnRate(series.window(end, longMs), { budget, factor })
    );
  });
}

function tierBefore(transitions: ObjectiveState['transitions'], end: number): number {
  return transitions.findLast((transition) => transition.end < end)?.tier ?? none;
}

/**
 * Evaluates every bucket end that the clock has passed, and those again that late events touched.
 *
 * @param now - ms UTC
 * @returns whether there may be something new to say
 */
export function evaluate(objective: ObjectiveState, now: number): boolean {
  if ((nextReport(objective) ?? Infinity) <= now) {
    objective.evaluatedAt = now;
    return true;
  }
  const last = bucketStart(now);
  const first = firstEnd(objective, last);
  if (first > last) return false;
  objective.recountFrom = undefined;
  objective.transitions = objective.transitions.filter(({ end }) => end < first);
  for (let end = first; end <= last; end += bucketMs) {
    const tier = leadingTier(objective, end);
    if (tier !== tierBefore(objective.transitions, end)) objective.transitions.push({ end, tier });
  }
  objective.evaluatedTo = last;
  objective.evaluatedAt = now;
  return true;
}

function firstEnd({ evaluatedTo, recountFrom, newestEvent }: ObjectiveState, last: number): number {
  if (newestEvent === undefined) return Infinity;
  const next = evaluatedTo === undefined ? Math.min(last, bucketStart(newestEvent) + bucketMs) : evaluatedTo + bucketMs;
  return Math.max(Math.min(next, recountFrom ?? Infinity), last - reachMs);
}

/** Late events that touch few ends need not wait for the next bucket, so that an alert does not. */
const touchesFew = (evaluatedTo: number, recountFrom: number): boolean =>
  evaluatedTo - recountFrom < promptEnds * bucketMs;

/** Whether late events are to be evaluated right now. @param now - ms UTC */
export const isPrompt = ({ recountFrom, evaluatedTo, evaluatedAt }: ObjectiveState, now: number): boolean =>
  recountFrom !== undefined &&
  evaluatedTo !== undefined &&
  touchesFew(evaluatedTo, recountFrom) &&
  now - (evaluatedAt ?? 0) >= promptEveryMs;

/** When the objective wants to be evaluated next, ms UTC. @param phaseMs - how long after a bucket's end */
export function nextEvaluation(objective: ObjectiveState, phaseMs: number): number | undefined {
  const { newestEvent, evaluatedTo, recountFrom, evaluatedAt = 0 } = objective;
  if (newestEvent === undefined) return nextReport(objective);
  if (evaluatedTo === undefined) return newestEvent;
  if (recountFrom === undefined) return evaluatedTo + bucketMs + phaseMs;
  if (touchesFew(evaluatedTo, recountFrom)) return evaluatedAt + promptEveryMs;
  return evaluatedTo + gatherMs(evaluatedTo - recountFrom);
}
