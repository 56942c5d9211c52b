import type { BudgetStatus } from '@roadworthy/contracts';

/** Where an objective stands, the worst first. */
export const standings = ['burning', 'spent', 'slow-burn', 'low', 'silent', 'waiting', 'holding'] as const;
export type Standing = (typeof standings)[number];

export type MarkKind = 'good' | 'caution' | 'bad' | 'none';

interface Look {
  readonly mark: MarkKind;
  /** after the name of the service */
  readonly word: string;
}

const looks: Readonly<Record<Standing, Look>> = {
  burning: { mark: 'bad', word: 'burning' },
  spent: { mark: 'bad', word: 'overspent' },
  'slow-burn': { mark: 'caution', word: 'slow burn' },
  low: { mark: 'caution', word: 'low' },
  silent: { mark: 'none', word: 'no data' },
  waiting: { mark: 'none', word: 'no data yet' },
  holding: { mark: 'good', word: 'holds' },
};

export const lookOf = (standing: Standing): Look => looks[standing];

/** A budget at or below this share is low. */
export const lowBudget = 0.25;
/** An objective without an event for so long is blind, whatever it last showed. */
export const silentMs = 300_000;
/** What counts lag behind the clock in ordinary operation: exporters send once a minute. */
const ordinaryLagMs = 120_000;

const lastEventOf = ({ lastEventAt }: BudgetStatus): number =>
  lastEventAt === undefined ? 0 : Date.parse(lastEventAt);

/** @param now - ms UTC, of the server */
export const isSilent = (status: BudgetStatus, now: number): boolean => now - lastEventOf(status) > silentMs;

/** @param now - ms UTC, of the server */
export function standingOf(status: BudgetStatus, now: number): Standing {
  const { remaining, severity } = status;
  if (severity === 'page') return 'burning';
  if (remaining !== undefined && remaining <= 0) return 'spent';
  if (severity === 'ticket') return 'slow-burn';
  if (remaining === undefined) return 'waiting';
  if (isSilent(status, now)) return 'silent';
  return remaining <= lowBudget ? 'low' : 'holding';
}

/**
 * Whether late events may still change what is shown, beyond the last seconds, which always may.
 *
 * @param now - ms UTC, of the server: an objective whose numbers stand still says nothing new
 */
export const isProvisional = ({ provisional, watermark }: BudgetStatus, now: number): boolean =>
  provisional && watermark !== undefined && now - Date.parse(watermark) > ordinaryLagMs;

/** By standing, then by what is left, then by name. @param now - ms UTC, of the server */
export const worstFirst = (statuses: readonly BudgetStatus[], now: number): BudgetStatus[] =>
  statuses
    .map((status) => ({
      status,
      rank: standings.indexOf(standingOf(status, now)),
      left: status.remaining ?? 1,
      name: `${status.service} ${status.objective}`,
    }))
    .sort((a, b) => a.rank - b.rank || a.left - b.left || (a.name < b.name ? -1 : 1))
    .map(({ status }) => status);
