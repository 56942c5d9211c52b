import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AccountedLoad } from './accounted-load.js';
import { Cluster } from './cluster.js';
import { pause } from './pause.js';

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
      const { process } = cluster.servers[server];
      const load = await AccountedLoad.on(cluster, seed);
      await load.during(async () => {
        await load.publisher.rounds(10);
        await process.kill();
        await pause(downMs);
        await process.start();
        await load.publisher.rounds(10);
        await load.counted();
      });
      await load.expectExactlyOnce();
      expect(load.publisher.acknowledged.size).toBe(cluster.services.length);
    },
    240_000,
  );
});
