import type { Alert, BudgetStatus } from '@roadworthy/contracts';

import { type AlertLine, alertLine } from './alert-line.js';
import { type Answer, answerOf } from './answer.js';
import { type AsOf, keyOf } from './budget-row.js';
import { since } from './moments.js';
import { type OtherLine, othersOf } from './others.js';
import { worstFirst } from './standing.js';

/** Everything that the overview says, as plain data. */
export interface OverviewView {
  readonly answer: Answer;
  readonly others: readonly OtherLine[];
  /** the worst first */
  readonly statuses: readonly BudgetStatus[];
  readonly asOf: AsOf;
  readonly services: number;
  /** some objective has counted an event */
  readonly hasEvents: boolean;
  /** pages first, then the newest */
  readonly open: readonly AlertLine[];
  readonly pages: number;
  readonly lastClosed: string | undefined;
}

/** @param alerts - open and closed, the newest first */
export function overviewOf(
  { statuses, alerts }: { statuses: readonly BudgetStatus[]; alerts: readonly Alert[] },
  asOf: AsOf,
): OverviewView {
  const worst = worstFirst(statuses, asOf.now);
  const byKey = new Map(statuses.map((status) => [keyOf(status), status]));
  const open = alerts.filter(({ state }) => state === 'open').sort(pagesFirst);
  return {
    answer: answerOf(worst, open, asOf),
    others: othersOf(worst, asOf),
    statuses: worst,
    asOf,
    services: new Set(statuses.map(({ service }) => service)).size,
    hasEvents: statuses.some(({ total }) => total > 0),
    open: open.map((alert) => alertLine(alert, byKey.get(`${alert.service}.${alert.subject}`), asOf.now)),
    pages: open.filter(({ severity }) => severity === 'page').length,
    lastClosed: lastClosed(alerts, asOf.now),
  };
}

const pagesFirst = (a: Alert, b: Alert): number =>
  a.severity === b.severity ? Date.parse(b.since) - Date.parse(a.since) : a.severity === 'page' ? -1 : 1;

function lastClosed(alerts: readonly Alert[], now: number): string | undefined {
  const last = alerts.find(({ state }) => state !== 'open');
  return last && `The last one, ${last.service} ${last.subject}, was ${last.state} ${since(Date.parse(last.at), now)}.`;
}
