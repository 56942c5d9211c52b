import { type Alert, budgetAlerts, type BudgetStatus, budgetStatus } from '@roadworthy/contracts';

/** The status of default/shop/availability, revision 1, unless told otherwise. */
export const aStatus = (changes: Partial<BudgetStatus> = {}): BudgetStatus =>
  budgetStatus.parse({
    ...(budgetStatus.example as BudgetStatus),
    service: 'shop',
    version: 1,
    revision: 1,
    ...changes,
  });

/** An open page on default/shop/availability, episode 1, revision 1, unless told otherwise. */
export const anAlert = (changes: Partial<Alert> = {}): Alert =>
  budgetAlerts.parse({
    ...(budgetAlerts.example as Alert),
    service: 'shop',
    alert: 'shop/availability/burn-rate',
    ...changes,
  });
