import { z } from 'zod';

import { compacted, defineEvent, type EventData } from '../define-event.js';
import { instant, objectiveName, serviceName, tenantName } from '../names.js';

const count = z.int().nonnegative();

export const windowBurn = z.object({
  tier: z.string(),
  window: z.enum(['long', 'short']),
  ms: z.int().positive(),
  bad: count,
  total: count,
  burnRate: z.number().nonnegative().describe('1 = spending exactly the budget'),
  factor: z.number().positive(),
});

/** Where an error budget stands. An upsert: the highest revision of a key is the truth. */
export const budgetStatus = defineEvent({
  topic: 'rw.budget.status.v1',
  summary: 'Where the error budget of an objective stands.',
  publisher: 'budget',
  key: ({ tenant, service, objective }) => `${tenant}/${service}/${objective}`,
  retention: compacted,
  broadcast: true,
  data: z.object({
    tenant: tenantName,
    service: serviceName,
    objective: objectiveName,
    displayName: z.string(),
    version: z.int().positive().describe('of the definition'),
    revision: z.int().positive(),
    retired: z.boolean(),
    at: instant.describe('the end of the evaluated window, exclusive'),
    watermark: instant.optional().describe('event time up to which counts are sealed; absent before the first event'),
    provisional: z.boolean().describe('true until the watermark reaches `at`'),
    target: z.number(),
    periodMs: z.int().positive(),
    bad: count,
    total: count,
    consumed: z.number().nonnegative().optional().describe('share of the budget; absent without events'),
    remaining: z.number().optional().describe('1 - consumed, may be negative; absent without events'),
    windows: z.array(windowBurn),
    leadingTier: z.string().optional(),
    severity: z.enum(['page', 'ticket']).optional(),
    lastEventAt: instant.optional(),
    lateEvents: count.describe('events that came after their grace and were not counted'),
  }),
});
export type BudgetStatus = EventData<typeof budgetStatus>;
