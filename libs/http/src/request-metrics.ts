import { FrequentHistogram } from '@roadworthy/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Upper bounds in seconds, as OpenTelemetry advises for this metric. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** `http.server.request.duration`, by method, route and status, as the semantic conventions name them. */
const duration = new FrequentHistogram({
  scope: 'roadworthy.http',
  name: 'http.server.request.duration',
  unit: 's',
  description: 'Duration of HTTP server requests',
  boundaries,
});

/** Streams last as long as somebody watches: their duration says nothing. */
export function recordDuration({ method, admission }: FastifyRequest, reply: FastifyReply): void {
  if (String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')) return;
  duration.record(reply.elapsedTime / 1000, {
    'http.request.method': method,
    'http.route': admission?.route ?? '*',
    'http.response.status_code': reply.statusCode,
  });
}
