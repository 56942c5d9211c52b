import { bucketMs } from '@roadworthy/slo';

import type { ObjectiveState } from './service-budgets.js';

/**
 * When an objective that has counted nothing is to say why, ms UTC: at once, then at most once in a bucket's time while
 * the reason changes. One that counts says it with its next evaluation.
 *
 * @returns `undefined` when there is nothing new to say
 */
export function nextReport(objective: ObjectiveState): number | undefined {
  const { newestEvent, problem, since, evaluatedAt } = objective;
  if (newestEvent !== undefined || problem === undefined || problem === saidProblem(objective)) return undefined;
  return evaluatedAt === undefined ? since : evaluatedAt + bucketMs;
}

function saidProblem({ lastStatus }: ObjectiveState): unknown {
  if (lastStatus === '') return undefined;
  const said: unknown = JSON.parse(lastStatus);
  return typeof said === 'object' && said !== null && 'problem' in said ? said.problem : undefined;
}
