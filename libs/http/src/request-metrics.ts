import type { Histogram } from '@opentelemetry/api';
import { metrics } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Upper bounds in seconds, as OpenTelemetry advises for this metric. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** `http.server.request.duration`, by method, route and status, as the semantic conventions name them. */
export class RequestMetrics {
  private readonly duration: Histogram = metrics
    .getMeter('roadworthy.http')
    .createHistogram('http.server.request.duration', {
      unit: 's',
      description: 'Duration of HTTP server requests',
      advice: { explicitBucketBoundaries: boundaries },
    });

  /** Streams last as long as somebody watches: their duration says nothing. */
  record({ method, routeOptions }: FastifyRequest, reply: FastifyReply): void {
    if (String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')) return;
    this.duration.record(reply.elapsedTime / 1000, {
      'http.request.method': method,
      'http.route': routeOptions.url ?? '*',
      'http.response.status_code': reply.statusCode,
    });
  }
}
