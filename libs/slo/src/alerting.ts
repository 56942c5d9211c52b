import type { Rational } from './rational.js';

/**
 * The burn rate at which a window of `longMs` spends `share` of a period's budget: share · period / long window.
 *
 * @param share - of the budget, in (0, 1]
 * @see The Site Reliability Workbook, table 5-6
 */
export const burnFactor = (share: number, periodMs: number, longMs: number): number => (share * periodMs) / longMs;

/**
 * How long a constant error ratio lasts until a tier fires: factor · budget · long / ratio.
 *
 * @param ratio - bad / total, in (0, 1]
 * @returns ms; `Infinity` when the ratio never exceeds factor · budget
 * @see The Site Reliability Workbook, table 5-2
 */
export function detectionMs(ratio: number, tier: { factor: number; budget: number; longMs: number }): number {
  const level = tier.factor * tier.budget;
  return ratio > level ? (level * tier.longMs) / ratio : Infinity;
}

/** How long a tier goes on firing after recovery because of its short window: short · (1 - factor · budget / ratio). @returns ms */
export const resetMs = (ratio: number, tier: { factor: number; budget: number; shortMs: number }): number =>
  tier.shortMs * Math.max(0, 1 - (tier.factor * tier.budget) / ratio);

/**
 * How long the budget of a whole period lasts at a constant burn rate.
 *
 * @returns ms
 * @see The Site Reliability Workbook, table 5-4
 */
export const exhaustionMs = (burn: number, periodMs: number): number => periodMs / burn;

/** Whether a tier can ever fire: even a full outage burns at 1 / budget only. */
export const canFire = (factor: Rational, budget: Rational): boolean =>
  factor.num * budget.num < factor.den * budget.den;
