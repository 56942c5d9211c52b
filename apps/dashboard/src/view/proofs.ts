import type { Alert, BudgetStatus } from '@roadworthy/contracts';
import { errorBudget } from '@roadworthy/slo';

import { moment, span } from './moments.js';
import { count, precisePercent, times } from './numbers.js';

/** A number, and what proves it: formula, integers, revision. */
export interface Figure {
  readonly text: string;
  readonly proof: string;
  readonly tone?: 'bad' | 'caution' | undefined;
}

export type WindowBurn = BudgetStatus['windows'][number];
type ProofWindow = Alert['proof']['windows'][number];

/** The budget b = 1 - target, exactly: 0.001 for 0.999. */
export function budgetOf(target: number): number {
  const { num, den } = errorBudget(String(target));
  return num / den;
}

const parts = (...texts: readonly (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined).join(' · ');

const sealed = ({ provisional, watermark }: BudgetStatus): string =>
  provisional && watermark !== undefined ? `provisional, sealed to ${moment(Date.parse(watermark))}` : 'sealed';

const revisionOf = (status: BudgetStatus): string => parts(`revision ${count(status.revision)}`, sealed(status));

export function leftProof(status: BudgetStatus): string {
  const { bad, total, target, remaining = 0, periodMs, at } = status;
  const b = budgetOf(target);
  return parts(
    `left = 1 − bad/(b·total) = 1 − ${count(bad)} / (${b} × ${count(total)}) = ${precisePercent(remaining)}`,
    `${span(periodMs)} to ${moment(Date.parse(at))}`,
    revisionOf(status),
  );
}

export function burnProof(status: BudgetStatus, { ms, bad, total, burnRate, tier, factor }: WindowBurn): string {
  return parts(
    `burn(${span(ms)}) = bad/total/b = ${quotient(bad, total)} / ${budgetOf(status.target)} = ${burnRate.toFixed(3)}×`,
    `${tier} fires above ${factorText(factor)} in both windows`,
    revisionOf(status),
  );
}

export function targetProof({ target, total, displayName, version }: BudgetStatus): string {
  const b = budgetOf(target);
  const allowed = count(Math.floor(Number((b * total).toPrecision(12))));
  return parts(
    displayName,
    `b = 1 − ${target} = ${b}`,
    `allowed = b·total = ${b} × ${count(total)} = ${allowed} bad`,
    `definition version ${version}`,
  );
}

export function lastEventProof({ lastEventAt, watermark, lateEvents, at }: BudgetStatus): string {
  if (lastEventAt === undefined) return 'no event was counted yet';
  return parts(
    `last event ${moment(Date.parse(lastEventAt))} UTC`,
    watermark && `counts sealed to ${moment(Date.parse(watermark))}`,
    `evaluated to ${moment(Date.parse(at))}`,
    `${count(lateEvents)} events came too late to be counted`,
  );
}

export function alertBurnProof({ bad, total, burnRate, threshold, from, to }: ProofWindow, alert: Alert): string {
  const place = `${moment(Date.parse(from))} to ${moment(Date.parse(to))}`;
  const b = burnRate > 0 && total > 0 ? ` / ${Number((bad / total / burnRate).toPrecision(6))}` : '';
  return parts(
    `${quotient(bad, total)}${b} = ${burnRate.toFixed(3)}× against ${factorText(threshold)}`,
    place,
    `episode ${count(alert.episode)}, revision ${count(alert.revision)}`,
  );
}

const quotient = (bad: number, total: number): string => `${count(bad)} / ${count(total)}`;

/** A factor of 14/15 has no end as a decimal. */
export const factorText = (factor: number): string => `${Number(factor.toPrecision(4))}×`;

export const burnFigure = (status: BudgetStatus, window: WindowBurn): Figure => ({
  text: times(window.burnRate),
  proof: burnProof(status, window),
  tone: window.burnRate > window.factor ? 'bad' : undefined,
});
