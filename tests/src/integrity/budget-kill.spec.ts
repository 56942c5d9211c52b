import { afterAll, beforeAll, describe, it } from '@jest/globals';

import { seededRandom } from '../random.js';
import { AccountedLoad } from './accounted-load.js';
import { times } from './campaign.js';
import { Cluster } from './cluster.js';
import { pause } from './pause.js';

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
    const load = await AccountedLoad.on(cluster, seed);
    await load.during(async () => {
      for (let i = 0; i < kills; i++) {
        const victim = cluster.budget(Math.floor(random() * cluster.budgets.length));
        await cluster.joined(victim);
        await pause(200 + random() * 1_000);
        await victim.end('SIGKILL');
        await victim.start();
      }
      await Promise.all(cluster.budgets.map((budget) => cluster.joined(budget)));
    });
    await load.expectExactlyOnce();
    await load.expectRepetitionsDropped();
    await load.record('budget-kill', { kills });
  }, 900_000);
});
