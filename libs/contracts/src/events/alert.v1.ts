import { z } from 'zod';

import { days, defineEvent, type EventData } from '../define-event.js';
import { instant, tenantName } from '../names.js';

const proofWindow = z.object({
  name: z.string(),
  from: instant,
  to: instant,
  bad: z.int().nonnegative(),
  total: z.int().nonnegative(),
  burnRate: z.number().nonnegative(),
  threshold: z.number(),
});

/** The one alert contract of all services: every revision of every episode. */
const alert = z.object({
  tenant: tenantName,
  alert: z.string().describe('stable id: service, objective or experiment, kind'),
  kind: z.string().describe('what fired: burn-rate, silence, dead-letter-storm, …'),
  service: z.string().describe('the service that the alert is about'),
  subject: z.string().describe('the objective, experiment or processor inside that service'),
  episode: z.int().positive(),
  revision: z.int().positive().describe('rises inside an episode; the highest is the truth'),
  change: z.enum(['opened', 'tier', 'revised', 'retracted', 'resolved']),
  state: z.enum(['open', 'retracted', 'resolved']),
  severity: z.enum(['page', 'ticket']),
  tier: z.string().optional(),
  at: instant.describe('the end of the evaluated window at which this revision was decided'),
  since: instant.describe('the end of the first window that fired; may move with late data'),
  provisional: z.boolean(),
  summary: z.string().describe('one sentence for a person'),
  reason: z.string().optional().describe('why it resolved, when not by recovery'),
  proof: z.object({
    windows: z.array(proofWindow),
    watermark: instant.optional(),
    definitionVersion: z.int().positive().optional(),
  }),
  links: z.record(z.string(), z.string()),
});

const burnRateExample: z.input<typeof alert> = {
  tenant: 'default',
  alert: 'story-api/availability/burn-rate',
  kind: 'burn-rate',
  service: 'story-api',
  subject: 'availability',
  episode: 1,
  revision: 1,
  change: 'opened',
  state: 'open',
  severity: 'page',
  tier: 'fast',
  at: '2026-01-01T00:10:00.000Z',
  since: '2026-01-01T00:10:00.000Z',
  provisional: true,
  summary: 'story-api availability spends its budget at 24 times the even rate',
  proof: {
    windows: [
      {
        name: 'long',
        from: '2025-12-31T23:10:00.000Z',
        to: '2026-01-01T00:10:00.000Z',
        bad: 144,
        total: 6_000,
        burnRate: 24,
        threshold: 14.4,
      },
    ],
    watermark: '2026-01-01T00:09:50.000Z',
    definitionVersion: 3,
  },
  links: { explain: '/v1/slos/story-api.availability/explain' },
};

const stormExample: z.input<typeof alert> = {
  tenant: 'default',
  alert: 'ingest/inbox/dead-letter-storm',
  kind: 'dead-letter-storm',
  service: 'ingest',
  subject: 'inbox',
  episode: 2,
  revision: 1,
  change: 'opened',
  state: 'open',
  severity: 'ticket',
  at: '2026-01-01T00:10:00.000Z',
  since: '2026-01-01T00:10:00.000Z',
  provisional: false,
  summary: 'most records of an inbox partition are refused; the partition is paused',
  proof: { windows: [] },
  links: {},
};

const alertsOf = (service: string, example: z.input<typeof alert>) =>
  defineEvent({
    topic: `rw.alerts.${service}.v1`,
    summary: `Alerts that ${service} opened, changed or resolved.`,
    publisher: service,
    key: ({ tenant, alert }) => `${tenant}/${alert}`,
    retention: days(30),
    data: alert,
    example,
  });

export const ingestAlerts = alertsOf('ingest', stormExample);
export const budgetAlerts = alertsOf('budget', burnRateExample);

export type Alert = EventData<typeof budgetAlerts>;
