import type { Rational } from './rational.js';

/** Events of a window: integers, `0 <= bad <= total`. */
export interface EventCounts {
  readonly bad: number;
  readonly total: number;
}

function check({ bad, total }: EventCounts): void {
  if (!(Number.isSafeInteger(total) && total >= 0)) throw new RangeError(`total must be an integer >= 0, got ${total}`);
  if (!(Number.isSafeInteger(bad) && bad >= 0 && bad <= total))
    throw new RangeError(`bad must be an integer in [0, ${total}], got ${bad}`);
}

/**
 * How fast an error budget is being spent, relative to spending it evenly over its period. For showing; decisions
 * compare with `exceedsBurnRate`, which is exact.
 *
 * @param budget - 1 - target, in (0, 1)
 * @returns dimensionless, in `[0, 1/budget]`; 1 empties the budget exactly at the period's end; 0 for an empty window
 * @throws {RangeError} when the counts are not integers with `0 <= bad <= total`
 * @see Beyer et al., The Site Reliability Workbook (2018), ch. 5 "Alerting on SLOs"
 */
export function burnRate(counts: EventCounts, budget: Rational): number {
  check(counts);
  const { bad, total } = counts;
  return total === 0 ? 0 : ((bad / total) * budget.den) / budget.num;
}

/**
 * Whether a window burns faster than `factor`, by cross-multiplied integers: bad · den > factor · num · total. Exactly
 * `factor` does not exceed it, so a float's last digit never fires an alert.
 *
 * @param comparison - `>` unless `>=` is asked for
 * @returns false for an empty window
 * @throws {RangeError} when the counts are not integers with `0 <= bad <= total`
 */
export function exceedsBurnRate(
  counts: EventCounts,
  { budget, factor, comparison = '>' }: { budget: Rational; factor: Rational; comparison?: '>' | '>=' },
): boolean {
  check(counts);
  const { bad, total } = counts;
  if (total === 0) return false;
  const leftFactor = budget.den * factor.den;
  const rightFactor = budget.num * factor.num;
  const left = bad * leftFactor;
  const right = total * rightFactor;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right))
    return comparison === '>' ? left > right : left >= right;
  const exactLeft = BigInt(bad) * BigInt(budget.den) * BigInt(factor.den);
  const exactRight = BigInt(total) * BigInt(budget.num) * BigInt(factor.num);
  return comparison === '>' ? exactLeft > exactRight : exactLeft >= exactRight;
}

/**
 * The share of the period's error budget that its bad events have used: bad / (budget · total).
 *
 * @returns dimensionless, `>= 0`, above 1 when overspent; `undefined` without events
 * @throws {RangeError} when the counts are not integers with `0 <= bad <= total`
 */
export function consumedBudget(counts: EventCounts, budget: Rational): number | undefined {
  return counts.total === 0 ? (check(counts), undefined) : burnRate(counts, budget);
}
