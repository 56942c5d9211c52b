import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Cluster } from './cluster.js';
import { expectExactlyOnce, pause } from './exactly-once.js';

const downMs = 3_000;

describe('kill -9 of a server under load', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start(2);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  it.each([
    { server: 'redis', seed: 20_260_104 },
    { server: 'kafka', seed: 20_260_105 },
  ] as const)(
    'loses nothing when $server is gone for 3 s, and goes on by itself',
    async ({ server, seed }) => {
      const publisher = await expectExactlyOnce(cluster, seed, async () => {
        await pause(2_000);
        await cluster[server].process.kill();
        await pause(downMs);
        await cluster[server].process.start();
        await pause(5_000);
      });
      expect([...publisher.acknowledged.values()].every(({ total }) => total > 0)).toBe(true);
    },
    240_000,
  );
});
