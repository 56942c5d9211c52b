import type { BudgetStatus } from '@roadworthy/contracts';

/** Names an objective among those of all tenants. */
export const statusKey = ({ tenant, service, objective }: BudgetStatus): string =>
  `status/${tenant}/${service}/${objective}`;

/** The latest status of every objective. A retired one is kept, so that an older status does not bring it back. */
export class StatusBook {
  private readonly byKey = new Map<string, BudgetStatus>();

  /** @returns whether it says something newer than what was known */
  put(status: BudgetStatus): boolean {
    const key = statusKey(status);
    const known = this.byKey.get(key);
    if (known && !isNewer(status, known)) return false;
    this.byKey.set(key, status);
    return true;
  }

  /** The objectives of a tenant that are not retired. */
  of(tenant: string): BudgetStatus[] {
    return [...this.byKey.values()].filter((status) => status.tenant === tenant && !status.retired);
  }
}

/** A definition that was ended and made anew has a higher version, whatever its revisions start at. */
const isNewer = (status: BudgetStatus, known: BudgetStatus): boolean =>
  status.version === known.version ? status.revision > known.revision : status.version > known.version;
