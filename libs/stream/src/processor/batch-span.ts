import { context, type Link, ROOT_CONTEXT, type Span, SpanKind, trace, TraceFlags } from '@opentelemetry/api';

import type { FetchedBatch, LogRecord } from '../log/log.js';

const maxLinks = 128;
const format = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const tracer = trace.getTracer('roadworthy.stream');

/**
 * Runs the work of a batch inside one span that links to whatever caused its records; never one for each event.
 *
 * @see OpenTelemetry semantic conventions, "Messaging spans"
 */
export async function inBatchSpan<T>(processor: string, batch: FetchedBatch, run: () => Promise<T>): Promise<T> {
  const { topic, partition, records } = batch;
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.type': 'process',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.batch.message_count': records.length,
    'messaging.consumer.group.name': `rw-${processor}`,
  };
  const span = tracer.startSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes }, ROOT_CONTEXT);
  if (span.isRecording()) span.addLinks(linksOf(records));
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), run);
  } finally {
    span.end();
  }
}

/** W3C trace context of the batch that is being worked on, where it is recorded. */
export function activeTraceparent(): string | undefined {
  const span = trace.getActiveSpan();
  return span?.isRecording() === true ? traceparentOf(span) : undefined;
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function linksOf(records: readonly LogRecord[]): Link[] {
  const causes = new Set<string>();
  for (const { headers } of records) {
    const { traceparent } = headers;
    if (traceparent !== undefined) causes.add(traceparent);
    if (causes.size === maxLinks) break;
  }
  return [...causes].flatMap((traceparent) => {
    const [, traceId, spanId, flags] = format.exec(traceparent) ?? [];
    if (traceId === undefined || spanId === undefined) return [];
    const traceFlags = Number.parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED;
    return [{ context: { traceId, spanId, traceFlags, isRemote: true } }];
  });
}
