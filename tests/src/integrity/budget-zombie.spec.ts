import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';

import { AccountedLoad } from './accounted-load.js';
import { times } from './campaign.js';
import { Cluster } from './cluster.js';
import { pause } from './pause.js';

const zombies = times(3, 1);
const seed = 20_260_103;

/** Longer than its session of 6 s, and than a bucket of 10 s: what it seals on waking makes it commit. */
const frozenMs = 12_000;

describe(`a budget process that is frozen past its session and woken, ${zombies} times, seed ${seed}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start(2);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  async function freeze(load: AccountedLoad, place: number): Promise<void> {
    const frozen = cluster.budget(place);
    const before = await cluster.sumOf('refused', [frozen]);
    frozen.signal('SIGSTOP');
    await Promise.all([load.publisher.rounds(2), pause(frozenMs)]);
    await load.counted(cluster.budget(1 - place));
    frozen.signal('SIGCONT');
    const isRefused = async (): Promise<boolean> => (await cluster.sumOf('refused', [frozen])) > before;
    await until('its stale commit is refused', isRefused, 60_000);
    await cluster.joined(frozen);
  }

  it('is refused when it commits what it held, and nothing is lost or counted twice', async () => {
    const load = await AccountedLoad.on(cluster, seed);
    await load.during(async () => {
      for (let i = 0; i < zombies; i++) {
        await load.publisher.rounds(5);
        await freeze(load, i % 2);
      }
    });
    await load.expectExactlyOnce();
    await load.expectRepetitionsDropped();
    expect(await cluster.sumOf('refused')).toBeGreaterThanOrEqual(zombies);
    await load.record('budget-zombie', { zombies });
  }, 300_000);
});
