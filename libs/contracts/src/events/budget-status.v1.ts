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
    problem: z.string().optional().describe('why selected samples could not be counted, when some could not'),
  }),
  example: {
    tenant: 'default',
    service: 'story-api',
    objective: 'availability',
    displayName: 'Stories answer',
    version: 3,
    revision: 118,
    retired: false,
    at: '2026-01-01T00:10:00.000Z',
    watermark: '2026-01-01T00:09:50.000Z',
    provisional: true,
    target: 0.999,
    periodMs: 2_592_000_000,
    bad: 250,
    total: 1_000_000,
    consumed: 0.25,
    remaining: 0.75,
    windows: [
      { tier: 'fast', window: 'long', ms: 3_600_000, bad: 144, total: 6_000, burnRate: 24, factor: 14.4 },
      { tier: 'fast', window: 'short', ms: 300_000, bad: 75, total: 500, burnRate: 150, factor: 14.4 },
    ],
    leadingTier: 'fast',
    severity: 'page',
    lastEventAt: '2026-01-01T00:09:59.000Z',
    lateEvents: 0,
  },
});
export type BudgetStatus = EventData<typeof budgetStatus>;
