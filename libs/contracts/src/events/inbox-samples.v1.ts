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
});
export type InboxSamples = EventData<typeof inboxSamples>;

/** @returns the inbox topic of a tenant */
export const inboxTopic = (tenant: string): string => inboxSamples.topic.replace('<tenant>', tenant);
