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
  example: {
    tenant: 'default',
    service: 'story-api',
    objective: 'availability',
    version: 3,
    updatedAt: '2026-01-01T00:00:00.000Z',
    deleted: false,
    spec: {
      displayName: 'Stories answer',
      description: 'Requests for a story that are answered',
      indicator: {
        kind: 'bad-total',
        bad: { name: 'http.requests', match: [{ label: 'status', op: '=~', value: '5..' }] },
        total: { name: 'http.requests', match: [] },
      },
      target: '0.999',
      periodMs: 2_592_000_000,
      tiers: [
        { name: 'fast', severity: 'page', factor: { num: 72, den: 5 }, longMs: 3_600_000, shortMs: 300_000 },
        { name: 'slow', severity: 'page', factor: { num: 6, den: 1 }, longMs: 21_600_000, shortMs: 1_800_000 },
      ],
      boundMs: 10_000,
      idleMs: 30_000,
      graceMs: 600_000,
    },
  },
});
export type SloDefinition = EventData<typeof sloDefinition>;
