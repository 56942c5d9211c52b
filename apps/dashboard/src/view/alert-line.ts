import type { Alert, BudgetStatus } from '@roadworthy/contracts';

import { moment, since, span } from './moments.js';
import { count, times } from './numbers.js';
import { alertBurnProof, factorText, type Figure } from './proofs.js';
import type { MarkKind } from './standing.js';

/** The integers of one window of the tier that fired. */
export interface AlertWindow {
  readonly window: string;
  readonly bad: Figure;
  readonly total: Figure;
  readonly burn: Figure;
  readonly threshold: string;
}

/** One alert as the list shows it. */
export interface AlertLine {
  readonly key: string;
  readonly name: string;
  readonly href: string | undefined;
  readonly mark: MarkKind;
  readonly isProvisional: boolean;
  /** `page, fast` */
  readonly what: string;
  readonly since: Figure;
  readonly summary: string;
  readonly windows: readonly AlertWindow[];
}

/** @param status - of the objective that the alert is about: its watermark may have sealed the alert since */
export function alertLine(alert: Alert, status: BudgetStatus | undefined, now: number): AlertLine {
  const { service, subject, severity, tier, kind } = alert;
  const isProvisional = alert.provisional && !isSealed(alert, status);
  const name = `${service} ${subject}`;
  return {
    key: `${alert.alert} ${alert.episode}`,
    name,
    href: ownPath(alert.links['explain'] ?? alert.links['status']),
    mark: severity === 'page' ? 'bad' : 'caution',
    isProvisional,
    what: [severity, tier ?? kind.replaceAll('-', ' '), ...(isProvisional ? ['provisional'] : [])].join(', '),
    since: { text: since(Date.parse(alert.since), now), proof: sinceProof(alert, isProvisional) },
    summary: alert.summary.startsWith(`${name}: `) ? alert.summary.slice(name.length + 2) : alert.summary,
    windows: alert.proof.windows.map((window) => windowOf(window, alert)),
  };
}

function windowOf(window: Alert['proof']['windows'][number], alert: Alert): AlertWindow {
  const { bad, total, burnRate, threshold, from, to } = window;
  const place = `${moment(Date.parse(from))} to ${moment(Date.parse(to))}`;
  return {
    window: span(Date.parse(to) - Date.parse(from)),
    bad: { text: count(bad), proof: `${count(bad)} bad events, ${place}` },
    total: { text: count(total), proof: `${count(total)} events, ${place}` },
    burn: { text: times(burnRate), proof: alertBurnProof(window, alert) },
    threshold: factorText(threshold),
  };
}

const sinceProof = ({ since: start, at, episode, revision, change }: Alert, isProvisional: boolean): string =>
  [
    `since ${moment(Date.parse(start))}, the end of the first window that fired`,
    `decided at ${moment(Date.parse(at))}: ${change}`,
    `episode ${count(episode)}, revision ${count(revision)}`,
    isProvisional ? 'provisional until the watermark passes it' : 'sealed',
  ].join(' · ');

const isSealed = ({ at }: Alert, status: BudgetStatus | undefined): boolean =>
  status?.watermark !== undefined && Date.parse(status.watermark) >= Date.parse(at);

/** Links come with the data: only a path of this server is followed. */
const ownPath = (link: string | undefined): string | undefined =>
  link !== undefined && /^\/v1\/[\w.:%/-]*$/.test(link) ? link : undefined;
