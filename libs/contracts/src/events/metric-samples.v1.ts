import { days, defineEvent, type EventData } from '../define-event.js';
import { packedSamples } from '../samples/packed-samples.js';

const service = ({ tenant, service }: { tenant: string; service: string }): string => `${tenant}/${service}`;

/** Validated samples of one service. Written by ingest alone; its identity is (publisher, sequence). */
export const metricSamples = defineEvent({
  topic: 'rw.metrics.samples.v1',
  summary: 'Validated metric samples of one service, packed by column.',
  publisher: 'ingest',
  key: service,
  retention: days(7),
  data: packedSamples,
});
export type MetricSamples = EventData<typeof metricSamples>;
