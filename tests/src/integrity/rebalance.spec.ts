import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Cluster } from './cluster.js';
import { expectExactlyOnce, pause } from './exactly-once.js';

const seed = 20_260_106;

describe('budget processes 2 → 1 → 2 under load', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start(2);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  it('hands every partition over with its counts', async () => {
    await expectExactlyOnce(cluster, seed, async () => {
      await pause(1_500);
      const leaving = cluster.budgets.pop();
      await leaving?.stop();
      await pause(1_500);
      const joining = await cluster.addBudget();
      await cluster.joined(joining);
      await pause(1_500);
    });
    expect(cluster.budgets).toHaveLength(2);
  }, 120_000);
});
