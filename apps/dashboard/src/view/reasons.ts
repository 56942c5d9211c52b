import type { Alert, BudgetStatus } from '@roadworthy/contracts';
import { exhaustionMs } from '@roadworthy/slo';

import { leadingWindows } from './budget-row.js';
import { since, span, twoUnits } from './moments.js';
import { count, percent } from './numbers.js';
import { type Figure, leftProof, targetProof } from './proofs.js';

/** A sentence: words and the numbers in it. */
export type Sentence = readonly (string | Figure)[];

export interface Reason {
  readonly name: string;
  readonly says: Sentence;
}

/** Why an objective is what the answer is about. @param alerts - open ones. @param now - ms UTC, of the server */
export function reasonsOf(status: BudgetStatus, alerts: readonly Alert[], now: number): Reason[] {
  const { service, objective, bad, total, periodMs, remaining = 0 } = status;
  const proof = targetProof(status);
  const reasons: Reason[] = [
    {
      name: 'Spent',
      says: [
        { text: count(bad), proof: leftProof(status) },
        ' bad of ',
        { text: count(total), proof },
        ` in ${span(periodMs)}, to ${percent(1 - remaining)} of what is allowed`,
      ],
    },
  ];
  const alert = alerts.find((other) => other.service === service && other.subject === objective);
  if (alert)
    reasons.push({
      name: 'Alert',
      says: [
        `${alert.severity}${alert.tier ? ` (${alert.tier})` : ''}, open since ${since(Date.parse(alert.since), now)} UTC`,
      ],
    });
  const runsOut = runsOutOf(status);
  return runsOut ? [...reasons, runsOut] : reasons;
}

/** When nothing will be left, if it goes on as in the leading long window. */
function runsOutOf(status: BudgetStatus): Reason | undefined {
  const { remaining = 0, periodMs } = status;
  const [long] = leadingWindows(status);
  if (!long || remaining <= 0 || long.burnRate <= 1) return undefined;
  const ms = exhaustionMs(long.burnRate, periodMs) * remaining;
  const proof = `left · period / burn = ${percent(remaining)} × ${span(periodMs)} / ${long.burnRate.toFixed(3)} = ${twoUnits(ms)}`;
  return {
    name: 'Runs out',
    says: ['in ', { text: twoUnits(ms), proof }, ` at the rate of the last ${span(long.ms)}`],
  };
}
