import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricSamples, type Sample, unpackSamples } from '@roadworthy/contracts';
import { RunningService } from '@roadworthy/testing';
import fc from 'fast-check';
import protobuf from 'protobufjs';

import { IngestModule } from '../../ingest.module.js';
import { otlpSchema } from '../otlp/schema.js';

const now = Date.now();
const nanos = (ms: number): string => String(BigInt(ms) * 1_000_000n);
const { root } = protobuf.parse(otlpSchema);

type Encoding = 'application/json' | 'application/x-protobuf';
const encodings: readonly Encoding[] = ['application/json', 'application/x-protobuf'];

const number = (changes: object = {}): object => ({ timeUnixNano: nanos(now), asDouble: 1.5, ...changes });
const gauge = (name: string, ...dataPoints: object[]): object => ({ name, gauge: { dataPoints } });
const request = (...metrics: object[]): object => ({
  resourceMetrics: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeMetrics: [{ metrics }],
    },
  ],
});

const attributes = [
  { key: 'bytes', value: { bytesValue: 'AAEC' } },
  { key: 'code', value: { intValue: '200' } },
  { key: 'list', value: { arrayValue: { values: [{ boolValue: true }, { doubleValue: 0.5 }] } } },
  { key: 'none', value: {} },
  { key: 'route', value: { stringValue: '/' } },
];

/** One metric of each kind, with attributes of each type. */
function metricsOfEachKind(name: string): object[] {
  const start = { startTimeUnixNano: nanos(now - 60_000), timeUnixNano: nanos(now) };
  const buckets = { offset: -1, bucketCounts: ['1', '2'] };
  return [
    {
      name,
      sum: {
        aggregationTemporality: 2,
        isMonotonic: true,
        dataPoints: [{ ...start, asInt: '9007199254740991', attributes }],
      },
    },
    {
      name,
      unit: 's',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [{ ...start, count: '3', sum: 1, bucketCounts: ['1', '2'], explicitBounds: [0.1] }],
      },
    },
    {
      name,
      exponentialHistogram: {
        aggregationTemporality: 2,
        dataPoints: [{ ...start, count: '4', scale: 3, zeroCount: '1', positive: buckets }],
      },
    },
    { name, sum: { aggregationTemporality: 2, dataPoints: [{ ...start, asInt: '-3' }] } },
  ];
}

/** What `metricsOfEachKind` says. */
function samplesOfEachKind(name: string): object[] {
  const labels = { bytes: 'AAEC', code: '200', list: '[true,0.5]', none: '', route: '/' };
  const head = { name, labels: {}, time: now };
  const counted = { ...head, start: now - 60_000 };
  return [
    { ...counted, kind: 'counter', temporality: 'cumulative', labels, value: 9007199254740991 },
    {
      ...counted,
      kind: 'histogram',
      temporality: 'delta',
      unit: 's',
      histogram: { bounds: [0.1], counts: [1, 2], sum: 1 },
    },
    {
      ...counted,
      kind: 'exponentialHistogram',
      temporality: 'cumulative',
      histogram: {
        scale: 3,
        zeroCount: 1,
        positive: { offset: -1, counts: [1, 2] },
        negative: { offset: 0, counts: [] },
      },
    },
    { ...head, kind: 'value', value: -3 },
  ];
}

const encoded = (message: object, encoding: Encoding): Uint8Array =>
  encoding === 'application/json'
    ? Buffer.from(JSON.stringify(message))
    : root.lookupType('MetricsRequest').encode(root.lookupType('MetricsRequest').fromObject(message)).finish();

/** An answer's message, whatever its encoding. */
async function messageOf(answer: Response, type: 'MetricsResponse' | 'Status'): Promise<Record<string, unknown>> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.headers.get('content-type')?.startsWith('application/json')) return JSON.parse(bytes.toString());
  const message = root.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: String });
}

describe('the OTLP door', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(IngestModule);
  });
  afterAll(() => service.stop());

  const post = (body: Uint8Array, headers: Record<string, string>) =>
    fetch(`${service.url}/v1/metrics`, { method: 'POST', body: Buffer.from(body), headers });

  async function samplesOf(name: string): Promise<Sample[]> {
    const { topic } = metricSamples;
    const pages = (await service.log.ranges(topic)).map(({ partition }) =>
      service.log.read({ topic, partition, offset: 0, limit: 10_000 }),
    );
    return (await Promise.all(pages))
      .flat()
      .map(({ value }) => metricSamples.parse(JSON.parse(Buffer.from(value ?? []).toString())))
      .flatMap(unpackSamples)
      .filter((sample) => sample.name === name);
  }

  describe.each(encodings)('in %s', (encoding) => {
    const send = (message: object, headers: Record<string, string> = {}) =>
      post(encoded(message, encoding), { 'content-type': encoding, ...headers });
    const nameIn = (text: string): string => `${text}.${encoding.replace(/\W/g, '_')}`;

    it('answers a full success with an empty message in its encoding', async () => {
      const answer = await send(request(gauge(nameIn('full'), number())));
      expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, encoding]);
      expect(await messageOf(answer, 'MetricsResponse')).toEqual({});
      expect(await samplesOf(nameIn('full'))).toMatchObject([{ kind: 'value', value: 1.5, time: now }]);
    });

    it('takes gzip', async () => {
      const body = gzipSync(encoded(request(gauge(nameIn('gzip'), number())), encoding));
      const answer = await post(body, { 'content-type': encoding, 'content-encoding': 'gzip' });
      expect(answer.status).toBe(200);
      expect(await samplesOf(nameIn('gzip'))).toHaveLength(1);
    });

    it('counts what it could not take, says why, and keeps the rest', async () => {
      const answer = await send(
        request(gauge(nameIn('partial'), number(), number({ timeUnixNano: nanos(now + 120_000) })), {
          name: 'quantiles',
          summary: { dataPoints: [{ timeUnixNano: nanos(now) }] },
        }),
      );
      expect(answer.status).toBe(200);
      const { partialSuccess } = await messageOf(answer, 'MetricsResponse');
      expect(partialSuccess).toMatchObject({
        rejectedDataPoints: '2',
        errorMessage: expect.stringMatching(
          /60 s ahead.*metric "quantiles" of service "shop": summaries cannot be added up/,
        ),
      });
      expect(await samplesOf(nameIn('partial'))).toHaveLength(1);
    });

    it('refuses a temporality that OTLP does not know, of every kind of metric', async () => {
      const name = nameIn('temporality');
      const aggregationTemporality = 9;
      const dataPoints = [{ timeUnixNano: nanos(now), asInt: '1' }];
      const counted = [{ timeUnixNano: nanos(now), count: '1' }];
      const answer = await send(
        request(
          { name, sum: { aggregationTemporality, dataPoints } },
          { name, sum: { aggregationTemporality, dataPoints, isMonotonic: true } },
          { name, histogram: { aggregationTemporality, dataPoints: counted } },
          { name, exponentialHistogram: { aggregationTemporality, dataPoints: counted } },
          gauge(nameIn('beside'), number()),
        ),
      );
      const where = `metric "${name}" of service "shop": aggregationTemporality`;
      expect(await messageOf(answer, 'MetricsResponse')).toEqual({
        partialSuccess: {
          rejectedDataPoints: '4',
          errorMessage: `${where} must be 0, 1 or 2, got 9; ${where} must be 1 or 2, got 9`,
        },
      });
      expect([await samplesOf(name), await samplesOf(nameIn('beside'))]).toMatchObject([[], [{ value: 1.5 }]]);
    });

    it('gives the same samples as the other encoding', async () => {
      const name = nameIn('same');
      await send(request(...metricsOfEachKind(name)));
      expect(JSON.parse(JSON.stringify(await samplesOf(name)))).toEqual(samplesOfEachKind(name));
    });

    it('refuses more than 10,000 points', async () => {
      const answer = await send(request(gauge('many', ...Array.from({ length: 10_001 }, () => number()))));
      expect(answer.status).toBe(413);
      expect(await messageOf(answer, 'Status')).toMatchObject({
        code: 3,
        message: expect.stringMatching(/got 10001$/),
      });
    });

    it('takes an empty request', async () => {
      expect((await send({})).status).toBe(200);
    });
  });

  it.each([
    { what: 'a text', point: number({ asInt: 'many' }), reason: 'asInt must be an integer, got "many"' },
    { what: 'a fraction', point: number({ asInt: 1.5 }), reason: 'asInt must be an integer within 2^53, got 1.5' },
    {
      what: 'a time that is none',
      point: number({ timeUnixNano: [] }),
      reason: 'timeUnixNano must be an integer, got []',
    },
    { what: 'a number', point: 7, reason: 'dataPoints must be an object, got 7' },
  ])('refuses a point with $what by itself, and keeps the rest', async ({ point, reason }) => {
    const name = `unreadable.${Math.random().toString(36).slice(2)}`;
    const message = request({ name, gauge: { dataPoints: [point, number()] } });
    const answer = await post(encoded(message, 'application/json'), { 'content-type': 'application/json' });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedDataPoints: '1',
          errorMessage: `metric "${name}" of service "shop": ${reason}`,
        },
      },
    ]);
    expect(await samplesOf(name)).toHaveLength(1);
  });

  it.each([
    { what: 'half a message', type: 'application/x-protobuf', body: Buffer.from([0x0a, 0x7f, 0x0a]) },
    { what: 'an unknown wire type', type: 'application/x-protobuf', body: Buffer.from([0x0f]) },
    { what: 'half a document', type: 'application/json', body: Buffer.from('{"resourceMetrics":[') },
    { what: 'a list', type: 'application/json', body: Buffer.from('[]') },
    {
      what: 'a text for points',
      type: 'application/json',
      body: encoded(request({ name: 'm', gauge: { dataPoints: 'x' } }), 'application/json'),
    },
  ])('answers $what in $type with a status in the same encoding', async ({ type, body }) => {
    const answer = await post(body, { 'content-type': type });
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([400, type]);
    const status = await messageOf(answer, 'Status');
    expect([status['code'], typeof status['message']]).toEqual([3, 'string']);
  });

  it('refuses attributes that nest deeper than 32', async () => {
    let value: object = { stringValue: 'x' };
    for (let i = 0; i < 20; i++) value = { arrayValue: { values: [value] } };
    const deep = request(gauge('deep', number({ attributes: [{ key: 'a', value }] })));
    for (const encoding of encodings)
      expect((await post(encoded(deep, encoding), { 'content-type': encoding })).status).toBe(400);
  });

  it('refuses another type and a body above 4 MiB', async () => {
    expect((await post(Buffer.from('x'), { 'content-type': 'text/plain' })).status).toBe(415);
    const large = gzipSync(Buffer.alloc(4_194_305, 0x20));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await post(large, headers)).status).toBe(413);
  });

  it('answers any bytes with 200 or 400', async () => {
    const valid = encoded(
      request(gauge('fuzzed', number({ attributes: [{ key: 'a', value: { intValue: '1' } }] }))),
      'application/x-protobuf',
    );
    const mutated = fc
      .array(fc.tuple(fc.nat({ max: valid.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 })
      .map((changes) => Uint8Array.from(valid, (byte, i) => changes.find(([place]) => place === i)?.[1] ?? byte));
    const any = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom(...encodings), async (body, type) => {
        expect([200, 400]).toContain((await post(body, { 'content-type': type })).status);
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it('documents both doors', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    expect(paths).toMatchObject({ '/v1/samples': { post: {} }, '/v1/metrics': { post: {} } });
  });
});
