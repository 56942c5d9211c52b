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
  example: {
    tenant: 'default',
    service: 'story-api',
    publisher: 'ingest-0',
    sequence: 42,
    symbols: ['http.requests', '', 'http.server.request.duration', 's', 'http.route', '/stories'],
    series: [
      [1, 0, 0, 1],
      [0, 0, 2, 3, 4, 5],
    ],
    seriesOf: [0, 1],
    base: 1_767_225_600_000,
    time: [0, 5_000],
    value: [997, 0.184],
    total: [1000, 0],
  },
});
export type MetricSamples = EventData<typeof metricSamples>;
