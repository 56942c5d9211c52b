import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Alert, budgetAlerts, metricSamples, unpackSamples } from '@roadworthy/contracts';
import { ratioObjective, until } from '@roadworthy/testing';

import { PlatformProcess } from '../platform-process.js';

const key = 'a-key-of-the-cluster-suite';
const { KAFKA_BROKERS = '', REDIS_URL = '', MONGO_URL = '' } = process.env;
const cluster = { KAFKA_BROKERS, REDIS_URL, MONGO_URL, RW_ROOT_KEY: key };
const run = promisify(execFile);

/** Reads a topic to its end with a client of another project. */
async function kcat(topic: string): Promise<{ key: string; headers: string; value: string }[]> {
  const args = ['-b', KAFKA_BROKERS, '-t', topic, '-C', '-o', 'beginning', '-e', '-q', '-f', '%k\t%h\t%s\n'];
  const { stdout } = await run('kcat', args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [recordKey = '', headers = '', value = ''] = line.split('\t');
      return { key: recordKey, headers, value };
    });
}

describe('two ingest and two budget processes on Kafka, Redis and the MongoDB protocol', () => {
  const processes: PlatformProcess[] = [];
  const role = async (RW_ROLE: string): Promise<PlatformProcess> => {
    const started = await PlatformProcess.start({ ...cluster, RW_ROLE });
    processes.push(started);
    return started;
  };
  let ingests: PlatformProcess[] = [];
  let budgets: PlatformProcess[] = [];
  beforeAll(async () => {
    await PlatformProcess.runToEnd({ ...cluster, RW_ROLE: 'topics' });
    [ingests, budgets] = await Promise.all([
      Promise.all([role('ingest'), role('ingest')]),
      Promise.all([role('budget'), role('budget')]),
    ]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.stop()));
  }, 60_000);

  const send = (base: string | undefined, path: string, options: { method?: string; body?: string } = {}) =>
    fetch(`${base}${path}`, {
      ...options,
      headers: {
        authorization: `Bearer ${key}`,
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
      },
    });
  const services = Array.from({ length: 8 }, (_, i) => `service-${i}`);
  const alertsOf = async (): Promise<Alert[]> =>
    (await kcat(budgetAlerts.topic)).map(({ value }) => budgetAlerts.parse(JSON.parse(value)));

  it('refuses requests without the key', async () => {
    expect((await fetch(`${ingests[0]?.url}/v1/samples`, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('takes objectives through either, and answers for all of them through both', async () => {
    const annotations = { 'roadworthy.tiers': 'fast page 2 over 1m/10s', 'roadworthy.bound': '1s' };
    for (const [i, service] of services.entries()) {
      const body = ratioObjective({ service, name: 'answers', metric: 'requests', targetPercent: 90, annotations });
      const answer = await send(budgets[i % 2]?.url, `/v1/slos/${service}.answers`, { method: 'PUT', body });
      expect(answer.status).toBe(201);
    }
    for (const budget of budgets)
      for (const service of services)
        await until(
          `${service} is taken up`,
          async () => (await send(budget.url, `/v1/slos/${service}.answers/status`)).ok,
          20_000,
        );
  }, 60_000);

  it('counts what both doors took, exactly, wherever it is asked', async () => {
    const time = Date.now() - 15_000;
    const posts = services.flatMap((service) =>
      Array.from({ length: 40 }, (_, i) => {
        const body = JSON.stringify({ samples: [{ service, name: 'requests', time, good: 5, total: 10 }] });
        return send(ingests[i % 2]?.url, '/v1/samples', { method: 'POST', body });
      }),
    );
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual(posts.map(() => 202));
    for (const budget of budgets)
      for (const service of services) {
        const status = await until(
          `all of ${service} are counted`,
          async () => {
            const answer = (await (await send(budget.url, `/v1/slos/${service}.answers/status`)).json()) as {
              total: number;
            };
            return answer.total === 400 && answer;
          },
          30_000,
        );
        // 200 bad of 400 against a budget of 10 %: 200 / (0.1 · 400) = 5
        expect(status).toMatchObject({ bad: 200, total: 400, consumed: 5 });
      }
  }, 90_000);

  it('shows a client of another project the alerts and the packed samples', async () => {
    const alerts = await until(
      'an alert for each service',
      async () => {
        const opened = (await alertsOf()).filter(({ change }) => change === 'opened');
        return new Set(opened.map(({ service }) => service)).size === services.length && opened;
      },
      30_000,
    );
    expect(alerts).toHaveLength(services.length);
    const [first] = await kcat(budgetAlerts.topic);
    expect(first?.headers).toContain('ce_specversion=1.0');
    expect(first?.headers).toContain(`ce_type=${budgetAlerts.topic}`);
    const packed = (await kcat(metricSamples.topic)).map(({ value }) => metricSamples.parse(JSON.parse(value)));
    const counted = packed.flatMap((record) =>
      unpackSamples(record).map((sample) => ({ ...sample, service: record.service })),
    );
    for (const service of services)
      expect(counted.filter((sample) => sample.service === service && sample.name === 'requests')).toHaveLength(40);
  }, 60_000);

  it('shares the partitions between the two', async () => {
    const acquired = await Promise.all(
      budgets.map(async (budget) =>
        (await (await send(budget.url, '/metrics')).text()).includes('rw_processor_records'),
      ),
    );
    expect(acquired).toEqual([true, true]);
  });

  it('resolves each alert once when requests succeed again', async () => {
    const samples = services.map((service) => ({ service, name: 'requests', time: Date.now(), good: 100, total: 100 }));
    expect(
      (await send(ingests[0]?.url, '/v1/samples', { method: 'POST', body: JSON.stringify({ samples }) })).status,
    ).toBe(202);
    await until(
      'all are resolved',
      async () => {
        const alerts = await alertsOf();
        return alerts.filter(({ change }) => change === 'resolved').length >= services.length;
      },
      90_000,
    );
    const changes = Map.groupBy(await alertsOf(), ({ service }) => service);
    for (const [, revisions] of changes)
      expect(revisions.map(({ change, episode }) => `${episode} ${change}`)).toEqual(['1 opened', '1 resolved']);
  }, 120_000);
});
