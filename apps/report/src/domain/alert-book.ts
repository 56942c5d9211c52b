import type { Alert } from '@roadworthy/contracts';

/** Names an episode among those of all tenants. */
export const alertKey = ({ tenant, alert, episode }: Alert): string => `alert/${tenant}/${alert}/${episode}`;

export interface AlertQuery {
  readonly state?: Alert['state'] | undefined;
  /** `>= 1` */
  readonly limit: number;
}

/** The latest revision of every open episode, and of those that closed last. */
export class AlertBook {
  private readonly open = new Map<string, Alert>();
  private closed = new Map<string, Alert>();

  /** @param maxClosed - how many closed episodes are kept at least; the newest */
  constructor(private readonly maxClosed: number) {}

  /** @returns whether it says something newer than what was known */
  put(alert: Alert): boolean {
    const key = alertKey(alert);
    const known = this.open.get(key) ?? this.closed.get(key);
    if (known && known.revision >= alert.revision) return false;
    this.open.delete(key);
    this.closed.delete(key);
    (alert.state === 'open' ? this.open : this.closed).set(key, alert);
    if (this.closed.size > 2 * this.maxClosed) this.forgetOldest();
    return true;
  }

  /** Those of a tenant, the newest first. */
  list(tenant: string, { state, limit }: AlertQuery): Alert[] {
    return [...this.open.values(), ...this.closed.values()]
      .filter((alert) => alert.tenant === tenant && (state === undefined || alert.state === state))
      .sort(newestFirst)
      .slice(0, limit);
  }

  /** Partitions are read side by side, so the order of arrival says nothing. */
  private forgetOldest(): void {
    const newest = [...this.closed].sort(([, a], [, b]) => newestFirst(a, b)).slice(0, this.maxClosed);
    this.closed = new Map(newest);
  }
}

const newestFirst = (a: Alert, b: Alert): number => Date.parse(b.at) - Date.parse(a.at);
