import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inboxTopic, metricSamples } from '@roadworthy/contracts';
import { SilentLogger } from '@roadworthy/stream';
import { KafkaLog } from '@roadworthy/stream/kafka';
import { until } from '@roadworthy/testing';
import { KafkaServer, MongoServer, RedisServer } from '@roadworthy/tools';

import { rw } from '../command-line.js';
import { ratioObjective } from '../objectives.js';
import { PlatformProcess } from '../platform-process.js';
import { countedTotals, settledTotals } from './counted-totals.js';

const key = 'a-key-of-the-integrity-suite';
const headers = { authorization: `Bearer ${key}` };
const partitions = 4;

describe('poison among good records of the inbox, on Kafka', () => {
  const servers: { readonly process: { stop(): Promise<void> } }[] = [];
  let platform: PlatformProcess;
  let log: KafkaLog;
  beforeAll(async () => {
    const [kafka, redis, mongo] = await Promise.all([KafkaServer.start(), RedisServer.start(), MongoServer.start()]);
    servers.push(kafka, redis, mongo);
    const cluster = {
      KAFKA_BROKERS: kafka.brokers,
      REDIS_URL: redis.url,
      MONGO_URL: mongo.url,
      RW_ROOT_KEY: key,
      RW_PARTITIONS: String(partitions),
    };
    await PlatformProcess.runToEnd({ ...cluster, RW_ROLE: 'topics' });
    platform = await PlatformProcess.start(cluster);
    log = await KafkaLog.connect({
      brokers: kafka.brokers,
      clientId: `test-${randomUUID()}`,
      logger: new SilentLogger(),
      replication: 1,
    });
    const body = ratioObjective({ service: 'shop', name: 'answers', metric: 'requests' });
    const sent = { method: 'PUT', body, headers: { ...headers, 'content-type': 'application/json' } };
    expect((await fetch(`${platform.url}/v1/slos/shop.answers`, sent)).status).toBe(201);
    await until('it is taken up', async () => (await counted()) !== undefined, 30_000);
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await platform.stop();
    await Promise.all(servers.map(({ process }) => process.stop()));
  }, 60_000);

  const counted = () => countedTotals(platform.url, 'shop.answers', headers);
  const good = (total: number) => ({ service: 'shop', name: 'requests', time: Date.now(), good: 0, total });
  const write = (values: readonly string[]) =>
    log.append(
      values.map((value, i) => ({
        topic: inboxTopic('default'),
        partition: i % partitions,
        key: undefined,
        value,
        headers: {},
      })),
    );
  const cli = (...args: string[]) => {
    process.env['RW_TOKEN'] = key;
    return rw(platform.url, ['--json', ...args]);
  };

  it('delays no good record, and each bad one goes to the dead letter with reason and offset', async () => {
    const poison = ['not json', '{"samples":7}', '[]', JSON.stringify({ samples: [{ ...good(1), good: 5 }] })];
    const values = Array.from({ length: 80 }, (_, i) =>
      i % 20 === 10 ? (poison[i / 20 - 0.5] ?? '') : JSON.stringify(good(1)),
    );
    const started = Date.now();
    await write(values);
    expect(await settledTotals(counted, { bad: 76, total: 76 })).toEqual({ bad: 76, total: 76 });
    expect(Date.now() - started).toBeLessThan(15_000);
    const letters = await until(
      'four dead letters',
      async () => {
        const { items } = JSON.parse((await cli('dlq', 'ls', '--service', 'ingest')).stdout) as {
          items: { reason: string; topic: string; offset: number }[];
        };
        return items.length === 4 && items;
      },
      20_000,
    );
    expect(letters.map(({ reason }) => reason).sort()).toEqual(['invalid', 'malformed', 'malformed', 'malformed']);
    expect(letters.every(({ topic, offset }) => topic === inboxTopic('default') && offset >= 0)).toBe(true);
  }, 60_000);

  it('goes on in the budget service too when a samples record is poison', async () => {
    const keyed = { topic: metricSamples.topic, key: 'default/shop', meetsBy: 'default/shop', headers: {} };
    await log.append([{ ...keyed, value: '{"tenant":"default","service":"shop"}' }]);
    await write([JSON.stringify(good(4))]);
    expect(await settledTotals(counted, { bad: 80, total: 80 })).toEqual({ bad: 80, total: 80 });
    const { items } = JSON.parse((await cli('dlq', 'ls', '--service', 'budget')).stdout) as {
      items: { topic: string }[];
    };
    expect(items.map(({ topic }) => topic)).toEqual([metricSamples.topic]);
  }, 60_000);

  it('brings the totals to those of a clean run when the cause is mended and the dead letters are put back', async () => {
    const early = { ...good(20), time: Date.now() + 90_000 };
    await write([JSON.stringify({ samples: [early] })]);
    const [letter] = await until(
      'the record from the future is refused',
      async () => {
        const { items } = JSON.parse((await cli('dlq', 'ls', '--service', 'ingest')).stdout) as {
          items: { id: string; detail: string }[];
        };
        const found = items.filter(({ detail }) => detail.includes('60 s ahead'));
        return found.length > 0 && found;
      },
      20_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 31_000));
    for (let i = 0; i < 2; i++) expect((await cli('dlq', 'replay', letter?.id ?? '')).code).toBe(0);
    expect(await settledTotals(counted, { bad: 100, total: 100 })).toEqual({ bad: 100, total: 100 });
  }, 90_000);
});
