import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AccountedLoad } from './accounted-load.js';
import { Cluster } from './cluster.js';

const seed = 20_260_106;

describe('budget processes 2 → 1 → 2 under load', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start(2);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  it('hands every partition over with its counts', async () => {
    const load = await AccountedLoad.on(cluster, seed);
    await load.during(async () => {
      await load.publisher.rounds(10);
      await cluster.budgets.pop()?.stop();
      await load.publisher.rounds(10);
      await load.counted();
      await cluster.joined(await cluster.addBudget());
      await load.publisher.rounds(10);
    });
    await load.expectExactlyOnce();
    expect(cluster.budgets).toHaveLength(2);
  }, 120_000);
});
