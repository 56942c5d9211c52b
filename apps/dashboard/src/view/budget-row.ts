import type { BudgetStatus } from '@roadworthy/contracts';

import { type Gauge, gaugeOf, spentInDay } from './gauge.js';
import { clockTime, roughly, since, span } from './moments.js';
import { percent, targetPercent } from './numbers.js';
import { burnFigure, type Figure, lastEventProof, leftProof, targetProof } from './proofs.js';
import { isProvisional, isSilent, lookOf, lowBudget, type MarkKind, standingOf } from './standing.js';

/** A window that leads: its length and how fast it burns. */
export interface WindowFigure {
  readonly window: string;
  readonly figure: Figure;
}

/** One objective as the table shows it. */
export interface BudgetRow {
  readonly key: string;
  readonly service: string;
  readonly objective: string;
  readonly explainHref: string;
  readonly mark: MarkKind;
  readonly isHollow: boolean;
  readonly word: string;
  readonly target: Figure;
  readonly period: string;
  readonly left: Figure;
  readonly isBlind: boolean;
  readonly gauge: Gauge | undefined;
  readonly gaugeText: string;
  readonly burns: readonly WindowFigure[];
  readonly lastEvent: Figure;
  /** why samples could not be counted */
  readonly problem: string | undefined;
}

/** How the reader sees time. */
export interface AsOf {
  /** ms UTC, of the server; stands still while the connection is lost */
  readonly now: number;
  /** the connection is lost: ages would lie */
  readonly isStale: boolean;
}

export const keyOf = ({ service, objective }: BudgetStatus): string => `${service}.${objective}`;

export const explainHref = (status: BudgetStatus): string => `/v1/slos/${encodeURIComponent(keyOf(status))}/explain`;

export function budgetRow(status: BudgetStatus, asOf: AsOf): BudgetRow {
  const { now } = asOf;
  const { mark, word } = lookOf(standingOf(status, now));
  const isBlind = status.remaining === undefined || isSilent(status, now);
  return {
    key: keyOf(status),
    service: status.service,
    objective: status.objective,
    explainHref: explainHref(status),
    mark,
    isHollow: mark !== 'none' && isProvisional(status, now),
    word,
    target: { text: targetPercent(status.target), proof: targetProof(status) },
    period: span(status.periodMs),
    left: leftFigure(status, isBlind),
    isBlind,
    gauge: gaugeOf(status),
    gaugeText: gaugeText(status, isBlind),
    burns: isBlind && mark === 'none' ? [] : burnsOf(status),
    lastEvent: lastEvent(status, asOf, isBlind),
    problem: status.problem,
  };
}

const burnsOf = (status: BudgetStatus): WindowFigure[] =>
  leadingWindows(status).map((window) => ({ window: span(window.ms), figure: burnFigure(status, window) }));

/** Both windows of the tier that leads, else of the first one. */
export function leadingWindows({ windows, leadingTier }: BudgetStatus): BudgetStatus['windows'] {
  const tier = leadingTier ?? windows[0]?.tier;
  return windows.filter((window) => window.tier === tier);
}

function leftFigure(status: BudgetStatus, isBlind: boolean): Figure {
  const { remaining } = status;
  if (remaining === undefined) return { text: 'no data', proof: lastEventProof(status) };
  const proof = leftProof(status);
  if (isBlind) return { text: 'no data', proof: `last known: ${proof}` };
  return {
    text: percent(remaining),
    proof,
    tone: remaining <= 0 ? 'bad' : remaining <= lowBudget ? 'caution' : undefined,
  };
}

function gaugeText(status: BudgetStatus, isBlind: boolean): string {
  const { remaining } = status;
  if (remaining === undefined) return 'unknown: no event was counted yet';
  if (isBlind) return `unknown; ${percent(remaining)} of the budget was left at the last event`;
  const spent = spentInDay(status);
  return `${percent(remaining)} of the budget left${spent === undefined ? '' : `, ${percent(spent)} spent in 24 h`}`;
}

function lastEvent(status: BudgetStatus, { now, isStale }: AsOf, isBlind: boolean): Figure {
  const proof = lastEventProof(status);
  if (status.lastEventAt === undefined) return { text: 'never', proof };
  const at = Date.parse(status.lastEventAt);
  if (isBlind) return { text: `since ${since(at, now)}`, proof };
  return { text: isStale ? clockTime(at) : `${roughly(now - at)} ago`, proof };
}
