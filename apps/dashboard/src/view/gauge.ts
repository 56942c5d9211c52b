import type { BudgetStatus } from '@roadworthy/contracts';

import { budgetOf } from './proofs.js';

const dayMs = 86_400_000;
const lowest = -0.2;
const highest = 1;

/** The geometry of a gauge that reaches from -20 % to 100 % of the budget; lengths in percent of its width. */
export interface Gauge {
  readonly zero: number;
  readonly notch: number;
  /** where the bar begins and how long it is */
  readonly from: number;
  readonly length: number;
  /** where what is left ends: at the bar's left end when it is overspent */
  readonly end: number;
  /** the whisker: what was spent within 24 h, where a window says so */
  readonly dayAgo: number | undefined;
}

/** @param share - of the budget; cut to what the gauge shows */
export const placeOf = (share: number): number =>
  ((Math.min(Math.max(share, lowest), highest) - lowest) / (highest - lowest)) * 100;

/** @returns `undefined` for an objective without events */
export function gaugeOf(status: BudgetStatus): Gauge | undefined {
  const { remaining } = status;
  if (remaining === undefined) return undefined;
  const zero = placeOf(0);
  const end = placeOf(remaining);
  const spent = spentInDay(status);
  return {
    zero,
    notch: placeOf(0.25),
    from: Math.min(zero, end),
    length: Math.abs(end - zero),
    end,
    dayAgo: spent === undefined || spent === 0 ? undefined : placeOf(remaining + spent),
  };
}

/** What the last 24 h took of the period's budget: bad / (b · total of the period). */
export function spentInDay({ windows, total, target }: BudgetStatus): number | undefined {
  const day = windows.find(({ ms }) => ms === dayMs);
  return day && total > 0 ? day.bad / (budgetOf(target) * total) : undefined;
}
