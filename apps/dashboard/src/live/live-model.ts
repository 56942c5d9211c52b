import type { Alert, BudgetStatus } from '@roadworthy/contracts';

import type { ServerEvent } from './event-parser.js';

const keptClosed = 50;

/** What the server has told so far. */
export interface LiveData {
  readonly statuses: readonly BudgetStatus[];
  /** open ones and those that closed last, the newest first */
  readonly alerts: readonly Alert[];
  /** what the server's clock is ahead of ours, ms */
  readonly clockAheadMs: number;
}

/** Keeps the latest word on every objective and alert. */
export class LiveModel {
  private statuses = new Map<string, BudgetStatus>();
  private alerts = new Map<string, Alert>();
  private clockAheadMs = 0;

  /** Takes an event; one that this page does not know is passed over. @param now - ms UTC, our own clock */
  take({ event, data }: ServerEvent, now: number): void {
    const value: unknown = JSON.parse(data);
    if (event === 'snapshot' && isSnapshot(value)) this.replace(value, now);
    else if (event === 'status' && isStatus(value)) this.putStatus(value);
    else if (event === 'alert' && isAlert(value)) this.putAlert(value);
  }

  data(): LiveData {
    const alerts = [...this.alerts.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    return { statuses: [...this.statuses.values()], alerts, clockAheadMs: this.clockAheadMs };
  }

  private replace({ at, statuses, alerts }: Snapshot, now: number): void {
    this.statuses = new Map();
    this.alerts = new Map();
    for (const status of statuses) if (isStatus(status)) this.putStatus(status);
    for (const alert of alerts) if (isAlert(alert)) this.putAlert(alert);
    this.clockAheadMs = (Date.parse(at) || now) - now;
  }

  private putStatus(status: BudgetStatus): void {
    const key = `${status.service}.${status.objective}`;
    if (status.retired) this.statuses.delete(key);
    else this.statuses.set(key, status);
  }

  private putAlert(alert: Alert): void {
    this.alerts.set(`${alert.alert} ${alert.episode}`, alert);
    const closed = [...this.alerts].filter(([, { state }]) => state !== 'open');
    for (const [key] of closed.slice(0, -keptClosed)) this.alerts.delete(key);
  }
}

interface Snapshot {
  readonly at: string;
  readonly statuses: readonly unknown[];
  readonly alerts: readonly unknown[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isSnapshot = (value: unknown): value is Snapshot =>
  isObject(value) &&
  typeof value['at'] === 'string' &&
  Array.isArray(value['statuses']) &&
  Array.isArray(value['alerts']);

/** The server has checked them against the contract; a page older than the server must not break on what it lacks. */
const isStatus = (value: unknown): value is BudgetStatus =>
  isObject(value) && typeof value['objective'] === 'string' && Array.isArray(value['windows']);

const isAlert = (value: unknown): value is Alert =>
  isObject(value) && typeof value['alert'] === 'string' && isObject(value['proof']) && isObject(value['links']);
