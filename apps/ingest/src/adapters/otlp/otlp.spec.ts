import { describe, expect, it } from '@jest/globals';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  InstrumentType,
  MeterProvider,
  MetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';

import { mapMetrics } from '../../domain/otlp/map-metrics.js';
import type { MetricsRequest } from '../../domain/otlp/metrics-request.js';
import { otlpEncoding } from '../http/otlp-encoding.js';

const json = otlpEncoding('application/json');
const protobuf = otlpEncoding('application/x-protobuf');

/** Collects when it is asked. */
class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/** What an SDK with every kind of instrument exports. */
async function exported(temporality: AggregationTemporality): Promise<ResourceMetrics> {
  const reader = new ManualReader({
    aggregationTemporalitySelector: () => temporality,
    aggregationSelector: (type) =>
      type === InstrumentType.HISTOGRAM
        ? { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [0.1, 0.5] } }
        : { type: AggregationType.DEFAULT },
  });
  const resource = resourceFromAttributes({ 'service.name': 'checkout', 'host.name': 'a' });
  const provider = new MeterProvider({
    resource,
    readers: [reader],
    views: [{ instrumentName: 'fine', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  const meter = provider.getMeter('test');
  meter.createCounter('orders', { unit: '{order}' }).add(3, { route: '/pay', ok: true, code: 200, share: 0.5 });
  meter.createUpDownCounter('queue').add(-2);
  meter.createGauge('level').record(1.5, { list: ['a', 'b'] });
  const duration = meter.createHistogram('duration', { unit: 's' });
  for (const value of [0.05, 0.1, 0.3, 2]) duration.record(value);
  const fine = meter.createHistogram('fine');
  for (const value of [0, 1, 2, 4]) fine.record(value);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return resourceMetrics;
}

describe.each([
  { name: 'delta', temporality: AggregationTemporality.DELTA },
  { name: 'cumulative', temporality: AggregationTemporality.CUMULATIVE },
])('an SDK that exports $name', ({ name, temporality }) => {
  it('gives the samples that its instruments saw, in both encodings', async () => {
    const metrics = await exported(temporality);
    const now = Date.now();
    const fromProtobuf = mapMetrics(
      protobuf.decode(ProtobufMetricsSerializer.serializeRequest(metrics) ?? Buffer.of()),
      now,
    );
    const fromJson = mapMetrics(json.decode(JsonMetricsSerializer.serializeRequest(metrics) ?? Buffer.of()), now);
    expect(fromJson.samples).toEqual(fromProtobuf.samples);
    expect([fromProtobuf.accepted, fromProtobuf.rejected]).toEqual([5, 0]);
    const samples = Object.fromEntries(
      (fromProtobuf.samples.get('checkout') ?? []).map((sample) => [sample.name, sample]),
    );
    expect(samples).toMatchObject({
      orders: {
        kind: 'counter',
        temporality: name,
        value: 3,
        unit: '{order}',
        labels: { code: '200', ok: 'true', route: '/pay', share: '0.5' },
      },
      queue: { kind: 'value', value: -2 },
      level: { kind: 'value', value: 1.5, labels: { list: '["a","b"]' } },
      duration: { kind: 'histogram', temporality: name, histogram: { bounds: [0.1, 0.5], counts: [2, 1, 1] } },
      fine: { kind: 'exponentialHistogram', temporality: name, histogram: { zeroCount: 1 } },
    });
    expect(Math.abs((samples['orders']?.time ?? 0) - now)).toBeLessThan(60_000);
  });
});

const now = Date.UTC(2026, 0, 2);
const nanos = String(BigInt(now) * 1_000_000n);
const point = (changes: object = {}) => ({ timeUnixNano: nanos, asDouble: 1, ...changes });
const gauge = (...dataPoints: object[]) => ({ name: 'm', gauge: { dataPoints } });
const request = (metric: object, service?: string): MetricsRequest =>
  json.decode(
    Buffer.from(
      JSON.stringify({
        resourceMetrics: [
          {
            resource: {
              attributes: service === undefined ? [] : [{ key: 'service.name', value: { stringValue: service } }],
            },
            scopeMetrics: [{ metrics: [metric] }],
          },
        ],
      }),
    ),
  );

describe('mapping OTLP', () => {
  it.each([
    { what: 'NaN', metric: gauge(point({ asDouble: 'NaN' })), reason: /asInt must be a finite number, got NaN/ },
    {
      what: 'infinity',
      metric: gauge(point({ asDouble: '-Infinity' })),
      reason: /asInt must be a finite number, got -Infinity/,
    },
    { what: 'no value', metric: gauge({ timeUnixNano: nanos }), reason: /got nothing/ },
    {
      what: 'an integer above 2^53',
      metric: gauge({ timeUnixNano: nanos, asInt: '9007199254740993' }),
      reason: /an integer within 2\^53, got 9007199254740992$/,
    },
    { what: 'no time', metric: gauge({ asDouble: 1 }), reason: /timeUnixNano/ },
    {
      what: 'the future',
      metric: gauge(point({ timeUnixNano: String(BigInt(now + 61_000) * 1_000_000n) })),
      reason: /60 s ahead/,
    },
    { what: 'ancient times', metric: gauge(point({ timeUnixNano: '1000000' })), reason: /7 days ago/ },
    { what: 'a summary', metric: { name: 'm', summary: { dataPoints: [point()] } }, reason: /summaries/ },
    {
      what: 'no temporality',
      metric: { name: 'm', sum: { isMonotonic: true, dataPoints: [point()] } },
      reason: /must be 1 or 2, got nothing/,
    },
    {
      what: 'a falling counter',
      metric: {
        name: 'm',
        sum: { isMonotonic: true, aggregationTemporality: 1, dataPoints: [point({ asDouble: -1 })] },
      },
      reason: /must be >= 0, got -1/,
    },
    {
      what: 'a bucket too few',
      metric: {
        name: 'm',
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [{ timeUnixNano: nanos, bucketCounts: ['1'], explicitBounds: [1] }],
        },
      },
      reason: /one count more than bounds, got 1 and 1/,
    },
    {
      what: 'a negative count',
      metric: {
        name: 'm',
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [{ timeUnixNano: nanos, bucketCounts: [-1, 0], explicitBounds: [1] }],
        },
      },
      reason: /got -1/,
    },
    {
      what: 'a bad name',
      metric: { ...gauge(point()), name: '9' },
      reason: /name must be the name of a metric, got "9"/,
    },
    {
      what: 'a bad label',
      metric: gauge(point({ attributes: [{ key: '__proto__', value: { stringValue: 'x' } }] })),
      reason: /must be that of a label, got "__proto__"/,
    },
  ])('rejects a point with $what and says why', ({ metric, reason }) => {
    const mapped = mapMetrics(request(metric), now);
    expect([mapped.accepted, mapped.rejected]).toEqual([0, 1]);
    expect(mapped.reasons).toEqual([expect.stringMatching(reason)]);
  });

  it('keeps the good points beside bad ones, and skips those that say that they have no value', () => {
    const mapped = mapMetrics(request(gauge(point(), point({ asDouble: 'NaN' }), point({ flags: 1 }))), now);
    expect([mapped.accepted, mapped.rejected]).toEqual([1, 1]);
  });

  it('names a service that gave no name', () => {
    expect([...mapMetrics(request(gauge(point())), now).samples.keys()]).toEqual(['unknown_service']);
    expect(mapMetrics(request(gauge(point()), 'a/b'), now).reasons).toEqual([expect.stringContaining('"a/b"')]);
  });

  it('knows a series by its attributes, whatever their order', () => {
    const attributes = [
      { key: 'b', value: { intValue: '2' } },
      { key: 'a', value: { boolValue: false } },
    ];
    const mapped = mapMetrics(
      request(gauge(point({ attributes }), point({ attributes: attributes.toReversed() }))),
      now,
    );
    const labels = (mapped.samples.get('unknown_service') ?? []).map((sample) => JSON.stringify(sample.labels));
    expect(labels).toEqual(['{"a":"false","b":"2"}', '{"a":"false","b":"2"}']);
  });

  it.each([0, 1, 999, 1_767_225_600_001, 1_767_225_600_999])(
    'reads %d ms from nanoseconds exactly in both encodings',
    (ms) => {
      const timeUnixNano = Number(BigInt(ms) * 1_000_000n);
      expect(Math.round(timeUnixNano / 1e6)).toBe(ms);
    },
  );
});

describe('decoding OTLP', () => {
  it('answers any bytes with a message or a problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          mapMetrics(protobuf.decode(bytes), now);
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 'malformed-protobuf' });
        }
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });

  it.each([
    { what: 'a list for an object', text: '{"resourceMetrics":[[]]}', pointer: '/resourceMetrics/0' },
    { what: 'a string for a list', text: '{"resourceMetrics":"x"}', pointer: '/resourceMetrics' },
  ])('points at $what in JSON', ({ text, pointer }) => {
    expect(() => json.decode(Buffer.from(text))).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => json.decode(Buffer.from(text))).toThrow(pointer);
  });

  it('refuses nesting beyond 32', () => {
    const deep = `{"resourceMetrics":${'['.repeat(40)}${']'.repeat(40)}}`;
    expect(() => json.decode(Buffer.from(deep))).toThrow(expect.objectContaining({ code: 'too-deep' }));
  });

  it('spells a partial success as each encoding does', () => {
    const answer = { partialSuccess: { rejectedDataPoints: 3, errorMessage: 'why' } };
    expect(JSON.parse(json.response(answer).toString())).toEqual({
      partialSuccess: { rejectedDataPoints: '3', errorMessage: 'why' },
    });
    // field 1, 7 bytes: field 1 varint 3; field 2, 3 bytes
    expect(protobuf.response(answer).toString('hex')).toBe('0a0708031203776879');
    expect(protobuf.response({})).toHaveLength(0);
  });
});
