import type { Alert, BudgetStatus } from '@roadworthy/contracts';
import type { Clock } from '@roadworthy/stream';

import { AlertBook, alertKey, type AlertQuery } from '../domain/alert-book.js';
import { eventBytes } from '../domain/event-text.js';
import { FrameRing } from '../domain/frame-ring.js';
import { StatusBook, statusKey } from '../domain/status-book.js';

const coalesceMs = 250;
const keptClosed = 500;
const shownClosed = 50;
const ringLimits = { maxFrames: 10_000, maxBytes: 16_777_216 };

/** Somebody who watches. */
export interface LiveListener {
  /** @param key - what the event is the latest word on: it makes an older one superfluous */
  send(key: string, bytes: Uint8Array): void;
}

export interface Watching {
  readonly tenant: string;
  /** of the last event that the listener saw */
  readonly lastEventId: string | undefined;
}

/** What is known now, and every change of it, to whoever watches. A status goes out at most every 250 ms. */
export class LiveFeed {
  private readonly statuses = new StatusBook();
  private readonly alerts = new AlertBook(keptClosed);
  private readonly ring = new FrameRing(ringLimits);
  private readonly listeners = new Map<LiveListener, string>();
  private readonly pending = new Map<string, BudgetStatus>();
  private sequence = 0;
  private flushedAt = 0;
  private cancelFlush: (() => void) | undefined;
  /** Until then changes are history, which nobody is told. */
  isCaughtUp = false;

  /** @param replica - names this process in event ids */
  constructor(
    private readonly replica: string,
    private readonly clock: Clock,
  ) {}

  putStatus(status: BudgetStatus): void {
    if (!this.statuses.put(status) || !this.isCaughtUp) return;
    this.pending.set(statusKey(status), status);
    this.cancelFlush ??= this.clock.at(this.flushedAt + coalesceMs, () => this.flush());
  }

  putAlert(alert: Alert): void {
    if (this.alerts.put(alert) && this.isCaughtUp)
      this.publish('alert', { tenant: alert.tenant, key: alertKey(alert), data: alert });
  }

  alertsOf(tenant: string, query: AlertQuery): Alert[] {
    return this.alerts.list(tenant, query);
  }

  /** Sends what the listener missed, or else all that is known, and from then on every change. @returns ends it */
  watch({ tenant, lastEventId }: Watching, listener: LiveListener): () => void {
    const missed = this.missedSince(lastEventId);
    if (missed) {
      for (const frame of missed) if (frame.tenant === tenant) listener.send(frame.key, frame.bytes);
    } else listener.send('snapshot', this.snapshotOf(tenant));
    this.listeners.set(listener, tenant);
    return () => void this.listeners.delete(listener);
  }

  stop(): void {
    this.cancelFlush?.();
  }

  private missedSince(lastEventId: string | undefined) {
    const [, replica, sequence] = /^(.+)-([0-9]{1,15})$/.exec(lastEventId ?? '') ?? [];
    if (replica !== this.replica || Number(sequence) > this.sequence) return undefined;
    return this.ring.after(Number(sequence));
  }

  private snapshotOf(tenant: string): Uint8Array {
    const alerts = [
      ...this.alerts.list(tenant, { state: 'open', limit: Infinity }),
      ...this.alerts
        .list(tenant, { limit: Infinity })
        .filter(({ state }) => state !== 'open')
        .slice(0, shownClosed),
    ];
    const at = new Date(this.clock.now()).toISOString();
    const data = { at, statuses: this.statuses.of(tenant), alerts };
    return eventBytes({ event: 'snapshot', id: `${this.replica}-${this.sequence}`, data });
  }

  private flush(): void {
    this.cancelFlush = undefined;
    this.flushedAt = this.clock.now();
    for (const [key, data] of this.pending) this.publish('status', { tenant: data.tenant, key, data });
    this.pending.clear();
  }

  private publish(event: string, { tenant, key, data }: { tenant: string; key: string; data: object }): void {
    const sequence = ++this.sequence;
    const bytes = eventBytes({ event, id: `${this.replica}-${sequence}`, data });
    this.ring.push({ sequence, tenant, key, bytes });
    for (const [listener, of] of this.listeners) if (of === tenant) listener.send(key, bytes);
  }
}
