import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricSamples, unpackSamples } from '@roadworthy/contracts';
import { createMemoryLog, SqliteError } from '@roadworthy/stream';
import { RunningService } from '@roadworthy/testing';

import { IngestModule } from '../../ingest.module.js';
import { GatedLog } from './gated-log.fixture.js';

const time = Date.now();
const sample = (changes: object = {}): object => ({ time, service: 'shop', name: 'm', value: 1, ...changes });

/** Nearly 1 MB of samples: forty of them are more than may wait. */
const labels = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`label_${i}`, 'x'.repeat(200)]));
const samplesPerRequest = 200;
const large = JSON.stringify({ samples: Array(samplesPerRequest).fill(sample({ name: 'large', labels })) });
const requests = 45;
const promptMs = 50;

describe('while the log does not take samples', () => {
  let log: GatedLog;
  let service: RunningService;
  beforeAll(async () => {
    log = new GatedLog(await createMemoryLog());
    service = await RunningService.start(IngestModule, { log });
  });
  afterAll(() => {
    log.open();
    return service.stop();
  });

  const post = (body: string, path = '/v1/samples') =>
    fetch(`${service.url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

  async function countOf(name: string): Promise<number> {
    const { topic } = metricSamples;
    const pages = (await log.ranges(topic)).map(({ partition }) =>
      log.read({ topic, partition, offset: 0, limit: 1000 }),
    );
    return (await Promise.all(pages))
      .flat()
      .flatMap(({ value }) => unpackSamples(metricSamples.parse(JSON.parse(Buffer.from(value ?? []).toString()))))
      .filter((one) => one.name === name).length;
  }

  it('refuses at once what would wait beyond the bound, and keeps every sample that it acknowledged', async () => {
    log.shut();
    const statuses: number[] = [];
    const refused = Promise.withResolvers<Response>();
    const sent = Array.from({ length: requests }, async () => {
      const answer = await post(large);
      statuses.push(answer.status);
      if (answer.status === 503) refused.resolve(answer);
    });
    const answer = await refused.promise;
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ type: 'urn:roadworthy:problem:overloaded', status: 503 });

    const durations: number[] = [];
    for (let i = 0; i < 5; i++) {
      const before = performance.now();
      expect((await post(large)).status).toBe(503);
      durations.push(performance.now() - before);
    }
    expect(Math.min(...durations)).toBeLessThan(promptMs);

    log.open();
    await Promise.all(sent);
    const accepted = statuses.filter((status) => status === 202).length;
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(requests);
    expect(await countOf('large')).toBe(accepted * samplesPerRequest);
    expect((await post(JSON.stringify(sample()))).status).toBe(202);
  });

  it.each([
    { what: 'the log refuses it', error: new Error('broker'), status: 503, code: 'log-unavailable' },
    {
      what: 'the disk is full',
      error: new SqliteError('database or disk is full', 'SQLITE_FULL'),
      status: 507,
      code: 'storage-full',
    },
  ])('says that $what and when to try again, at both doors', async ({ error, status, code }) => {
    log.error = error;
    const plain = await post(JSON.stringify(sample({ name: 'refused' })));
    expect([plain.status, plain.headers.get('retry-after')]).toEqual([status, '1']);
    expect(await plain.json()).toMatchObject({ status, type: `urn:roadworthy:problem:${code}` });

    const point = { timeUnixNano: String(BigInt(time) * 1_000_000n), asDouble: 1 };
    const metrics = [{ name: 'refused', gauge: { dataPoints: [point] } }];
    const otlp = await post(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }), '/v1/metrics');
    expect([otlp.status, otlp.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await otlp.json()).toMatchObject({ code: 14 });

    log.error = undefined;
    expect(await countOf('refused')).toBe(0);
    expect((await post(JSON.stringify(sample()))).status).toBe(202);
  });
});
