import { randomUUID } from 'node:crypto';

import { afterAll, describe, expect, it } from '@jest/globals';
import { SilentLogger } from '@roadworthy/stream';
import { connectRedis, type RedisClient } from '@roadworthy/stream/redis';

import { PermitStore } from './permit-store.js';

// eslint-disable-next-line no-restricted-properties -- this is how the set-up of the suite hands the addresses on
const { REDIS_URL = '', REDIS_CLUSTER_URL = '' } = process.env;

const options = { permits: 10, windowSeconds: 10 };

describe.each([
  ['Redis', REDIS_URL],
  ['Redis Cluster', REDIS_CLUSTER_URL],
])('permits in %s', (_, url) => {
  const clients: RedisClient[] = [];
  const connect = (address: string): RedisClient => {
    const client = connectRedis(address, new SilentLogger());
    clients.push(client);
    return client;
  };
  afterAll(() => clients.forEach((client) => client.disconnect()));

  async function ready(client: RedisClient): Promise<RedisClient> {
    await client.ping();
    return client;
  }

  it('are counted for all replicas together', async () => {
    const name = randomUUID();
    const [one, two] = await Promise.all([ready(connect(url)), ready(connect(url))]);
    const replicas = [one, two].map((redis) => new PermitStore({ ...options, redis }));
    const grants = [];
    for (let i = 0; i < 12; i++) grants.push(await replicas[i % 2]?.take(name, 1));
    expect(grants.map((grant) => grant?.isGranted)).toEqual(Array.from({ length: 12 }, (__, i) => i < 10));
    expect(grants[9]).toMatchObject({ remaining: 0 });
  });
});

describe('permits while no Redis answers', () => {
  it('are counted here', async () => {
    const redis = connectRedis('redis://127.0.0.1:1', new SilentLogger());
    const store = new PermitStore({ ...options, redis });
    const grants = [];
    for (let i = 0; i < 11; i++) grants.push(await store.take('a', 1));
    expect(grants.map(({ isGranted }) => isGranted)).toEqual(Array.from({ length: 11 }, (_, i) => i < 10));
    redis.disconnect();
  });
});
