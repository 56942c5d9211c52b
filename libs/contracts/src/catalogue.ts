import type { AnyEvent } from './define-event.js';
import { accessKeys } from './events/access-keys.v1.js';
import { budgetAlerts, ingestAlerts } from './events/alert.v1.js';
import { budgetStatus } from './events/budget-status.v1.js';
import { budgetDeadLetters, ingestDeadLetters } from './events/dead-letter.v1.js';
import { inboxSamples } from './events/inbox-samples.v1.js';
import { metricSamples } from './events/metric-samples.v1.js';
import { sloDefinition } from './events/slo-definition.v1.js';

/** Every event of the platform. What is not listed here is not documented, not created and not checked. */
export const catalogue: readonly AnyEvent[] = [
  inboxSamples,
  metricSamples,
  sloDefinition,
  budgetStatus,
  accessKeys,
  ingestAlerts,
  budgetAlerts,
  ingestDeadLetters,
  budgetDeadLetters,
];
