import { z } from 'zod';

import { days, defineEvent, type EventData } from '../define-event.js';
import { sampleInput } from '../samples/sample-input.js';

/** The door for services that publish straight to Kafka. The tenant is the topic's, so that broker ACLs bind it. */
export const inboxSamples = defineEvent({
  topic: 'rw.inbox.<tenant>.samples.v1',
  summary: 'Samples that a service wrote to Kafka itself; ingest validates and forwards them.',
  publisher: 'any service',
  key: ({ samples }) => samples[0]?.service ?? '',
  retention: days(1),
  data: z.object({ samples: z.array(sampleInput).min(1).max(1000) }),
  example: {
    samples: [
      { time: 1_767_225_600_000, service: 'story-api', name: 'http.requests', good: 997, total: 1000 },
      {
        id: '019b76da-bb88-7000-8000-000000000001',
        time: '2026-01-01T00:00:05Z',
        service: 'story-api',
        name: 'http.server.request.duration',
        labels: { 'http.route': '/stories' },
        unit: 's',
        value: 0.184,
      },
    ],
  },
});
export type InboxSamples = EventData<typeof inboxSamples>;

/** @returns the inbox topic of a tenant */
export const inboxTopic = (tenant: string): string => inboxSamples.topic.replace('<tenant>', tenant);
