import { z } from 'zod';

import { compacted, defineEvent, type EventData } from '../define-event.js';
import { instant, objectiveName, serviceName, tenantName } from '../names.js';
import { objectiveSpec } from '../documents/objective-spec.js';

/** One version of one objective, as the budget service counts it. */
export const sloDefinition = defineEvent({
  topic: 'rw.slo.definitions.v1',
  summary: 'The latest version of a service level objective.',
  publisher: 'budget',
  key: ({ tenant, service, objective }) => `${tenant}/${service}/${objective}`,
  meetsBy: ({ tenant, service }) => `${tenant}/${service}`,
  retention: compacted,
  data: z.object({
    tenant: tenantName,
    service: serviceName,
    objective: objectiveName,
    version: z.int().positive(),
    updatedAt: instant,
    deleted: z.boolean().describe('true: the objective is retired, its open episodes resolve'),
    spec: objectiveSpec,
  }),
});
export type SloDefinition = EventData<typeof sloDefinition>;
