import type { BudgetStatus } from '@roadworthy/contracts';

/** The latest status of every objective, as the owners of all partitions published it. */
export abstract class BudgetStatuses {
  /** @returns `undefined` until the first one is published */
  abstract find(tenant: string, slo: string): BudgetStatus | undefined;
}
