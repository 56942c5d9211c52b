import type { ServiceBudgets } from '../domain/service-budgets.js';

/** The last committed state of a service's budgets, whoever owns its partition. */
export abstract class OwnedBudgets {
  /** @returns `undefined` where nothing was committed yet */
  abstract find(tenant: string, service: string): Promise<ServiceBudgets | undefined>;
}
