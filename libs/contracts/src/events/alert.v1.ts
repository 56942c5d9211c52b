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

const alertsOf = (service: string) =>
  defineEvent({
    topic: `rw.alerts.${service}.v1`,
    summary: `Alerts that ${service} opened, changed or resolved.`,
    publisher: service,
    key: ({ tenant, alert }) => `${tenant}/${alert}`,
    retention: days(30),
    data: alert,
  });

export const ingestAlerts = alertsOf('ingest');
export const budgetAlerts = alertsOf('budget');

export type Alert = EventData<typeof budgetAlerts>;
