import { type BurnTier, durationText, type Rational } from '@roadworthy/contracts';

import { fractionOf, lowestTerms } from './decimal.js';
import { durationMs } from './duration.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The shortest period for which the default tiers make sense, ms. */
export const minDefaultPeriodMs = 4 * day;

interface Spend {
  /** of the period's budget, in (0, 100], an integer */
  readonly percent: number;
  readonly periodMs: number;
  readonly longMs: number;
}

/**
 * The burn rate at which a share of the period's budget is gone after the long window.
 *
 * @see Beyer et al., The Site Reliability Workbook (2018), ch. 5 "Alerting on SLOs", table 5-6
 */
export const burnFactor = ({ percent, periodMs, longMs }: Spend): Rational =>
  lowestTerms({ num: BigInt(percent) * BigInt(periodMs), den: 100n * BigInt(longMs) });

const defaults = [
  { name: 'fast', severity: 'page', percent: 2, longMs: hour, shortMs: 5 * minute },
  { name: 'slow', severity: 'page', percent: 5, longMs: 6 * hour, shortMs: 30 * minute },
  { name: 'day', severity: 'ticket', percent: 10, longMs: day, shortMs: 2 * hour },
  { name: 'drift', severity: 'ticket', percent: 10, longMs: 3 * day, shortMs: 6 * hour },
] as const;

/** @param periodMs - at least `minDefaultPeriodMs` */
export const defaultTiers = (periodMs: number): BurnTier[] =>
  defaults.map(({ percent, ...tier }) => ({ ...tier, factor: burnFactor({ percent, periodMs, longMs: tier.longMs }) }));

const tierLine =
  /^(?<name>[a-z0-9][a-z0-9-]{0,62})\s+(?<severity>page|ticket)\s+(?<factor>\d{1,9}(?:\.\d{1,9})?)\s+over\s+(?<long>\w+)\/(?<short>\w+)$/;

/** @returns `undefined` for a line that is not `<name> <page|ticket> <factor> over <long>/<short>` */
export function parseTier(line: string): BurnTier | undefined {
  const { name = '', severity, factor = '', long = '', short = '' } = tierLine.exec(line.trim())?.groups ?? {};
  const longMs = durationMs(long);
  const shortMs = durationMs(short);
  const fraction = fractionOf(factor);
  if (longMs === undefined || shortMs === undefined || fraction.num === 0n) return undefined;
  return { name, severity: severity === 'page' ? 'page' : 'ticket', factor: lowestTerms(fraction), longMs, shortMs };
}

interface Place {
  /** decimal string in (0, 1) */
  readonly target: string;
  readonly periodMs: number;
}

/** Why a tier is of no use for an objective; empty when it is. */
export function lintTier({ factor, longMs, shortMs }: BurnTier, { target, periodMs }: Place): string[] {
  const complaints: string[] = [];
  const good = fractionOf(target);
  const bad = good.den - good.num;
  if (BigInt(factor.num) * bad >= BigInt(factor.den) * good.den)
    complaints.push(
      `can never fire: against the target ${target} the burn rate is at most ${shown(good.den, bad)}, and must exceed ${shown(factor.num, factor.den)}`,
    );
  if (longMs > periodMs)
    complaints.push(
      `has a long window of ${durationText(longMs)}, longer than the period of ${durationText(periodMs)}`,
    );
  if (shortMs >= longMs)
    complaints.push(`needs a short window shorter than ${durationText(longMs)}, got ${durationText(shortMs)}`);
  return complaints;
}

/** @returns whether the tier would fire on a service that spends its budget evenly or slower */
export const firesOnHealthy = ({ factor }: BurnTier): boolean => factor.num < factor.den;

const shown = (num: number | bigint, den: number | bigint): string =>
  String(Number((Number(num) / Number(den)).toPrecision(6)));
