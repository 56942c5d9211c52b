import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';

import { seededRandom } from '../random.js';
import { times } from './campaign.js';
import { Cluster } from './cluster.js';
import { counterOf } from './counted-totals.js';
import { expectExactlyOnce, oneOf, pause } from './exactly-once.js';

const kills = times(20, 3);
const seed = 20_260_102;

describe(`kill -9 of budget processes that have joined, ${kills} times, seed ${seed}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start(2);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  it('loses nothing, counts nothing twice, and drops what is sent again', async () => {
    const random = seededRandom(seed);
    const publisher = await expectExactlyOnce(cluster, seed, async () => {
      for (let i = 0; i < kills; i++) {
        const victim = oneOf(cluster.budgets, random());
        await cluster.joined(victim);
        await pause(200 + random() * 1_000);
        await victim.end('SIGKILL');
        await victim.start();
      }
      await Promise.all(cluster.budgets.map((budget) => cluster.joined(budget)));
    });
    const duplicates = async (): Promise<number> => {
      const counts = cluster.budgets.map(({ url }) => counterOf(url, 'rw_processor_duplicates_total', cluster.headers));
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    const before = await duplicates();
    const counted = await cluster.counted();
    await publisher.repeat(12, { keyed: true });
    await until('the repetitions are dropped', async () => (await duplicates()) >= before + 12, 30_000);
    expect(await cluster.counted()).toEqual(counted);
  }, 900_000);
});
