import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';

import { times } from './campaign.js';
import { Cluster } from './cluster.js';
import { counterOf } from './counted-totals.js';
import { expectExactlyOnce, pause } from './exactly-once.js';

const zombies = times(3, 1);
const sessionMs = 6_000;
const seed = 20_260_103;

describe(`a budget process that is frozen past its session and woken, ${zombies} times, seed ${seed}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start(2);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  it('is refused when it commits what it held, and nothing is lost or counted twice', async () => {
    await expectExactlyOnce(cluster, seed, async () => {
      for (let i = 0; i < zombies; i++) {
        const frozen = cluster.budgets[i % 2];
        if (!frozen) throw new Error('there is no second process');
        const refused = () => counterOf(frozen.url, 'rw_processor_refused_total', cluster.headers);
        const before = await refused();
        await pause(1_000);
        frozen.signal('SIGSTOP');
        await pause(sessionMs + 4_000);
        frozen.signal('SIGCONT');
        await until('its stale commit was refused', async () => (await refused()) > before, 60_000);
        await cluster.joined(frozen);
      }
    });
    expect(cluster.budgets).toHaveLength(2);
  }, 300_000);
});
