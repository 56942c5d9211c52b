import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { FetchedBatch, LogRecord } from '../log/log.js';
import { activeTraceparent, inBatchSpan } from './batch-span.js';

const exporter = new InMemorySpanExporter();
const cause = (n: number): string => `00-${String(n).padStart(32, 'a')}-${String(n).padStart(16, 'b')}-01`;

const batchOf = (traceparents: readonly (string | undefined)[]): FetchedBatch => {
  const records = traceparents.map((traceparent, offset): LogRecord => ({
    topic: 'rw.test.v1',
    partition: 3,
    offset,
    timestamp: 0,
    key: undefined,
    value: undefined,
    headers: traceparent === undefined ? {} : { traceparent },
  }));
  return { topic: 'rw.test.v1', partition: 3, fetchedOffset: 0, lastOffset: records.length - 1, records };
};

describe('the span of a batch', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  });
  afterAll(() => {
    trace.disable();
    context.disable();
  });

  it('is one for all records, and links to each distinct cause', async () => {
    exporter.reset();
    await inBatchSpan('budget', batchOf([cause(1), cause(2), cause(1), undefined, 'nonsense']), async () => {});
    const spans = exporter.getFinishedSpans();
    expect(spans).toHaveLength(1);
    expect(spans[0]?.name).toBe('process rw.test.v1');
    expect(spans[0]?.attributes['messaging.batch.message_count']).toBe(5);
    expect(spans[0]?.links.map((link) => link.context.spanId)).toEqual([1, 2].map((n) => String(n).padStart(16, 'b')));
  });

  it('is the cause of what is published meanwhile', async () => {
    exporter.reset();
    const published = await inBatchSpan('budget', batchOf([]), async () => activeTraceparent());
    const [span] = exporter.getFinishedSpans();
    expect(published).toBe(`00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-01`);
    expect(activeTraceparent()).toBeUndefined();
  });

  it('ends when the work fails', async () => {
    exporter.reset();
    const failing = inBatchSpan('budget', batchOf([]), async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });
});
