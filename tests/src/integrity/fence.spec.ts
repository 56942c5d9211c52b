import { afterEach, describe, expect, it } from '@jest/globals';

import { recordFigures } from './campaign.js';
import { Cluster } from './cluster.js';
import { holdCommits, withoutFence } from './preloads.js';
import { batches, upTo, type ZombieOutcome, ZombieWithWork } from './zombie-with-work.js';

const all = upTo('last');
const withoutMissed = all - batches.missed;

describe('a zombie that wakes with folded work when the other owner has gone', () => {
  let cluster: Cluster | undefined;
  afterEach(async () => {
    await cluster?.stop();
    cluster = undefined;
  }, 60_000);

  async function play(preloads: readonly URL[]): Promise<ZombieOutcome> {
    cluster = await Cluster.start(2, preloads);
    return new ZombieWithWork(cluster).play();
  }

  it('is refused, and the counts are those of what was acknowledged', async () => {
    const { counted, refused, answered } = await play([holdCommits]);
    expect(counted).toEqual(Object.fromEntries(Object.keys(counted).map((service) => [service, all])));
    expect(refused).toBeGreaterThan(0);
    recordFigures('zombie-fenced', { short: 0, refused, answered });
  }, 300_000);

  it('would lose what was counted meanwhile, with nothing refused, if the fence were out', async () => {
    const { counted, refused, answered } = await play([withoutFence, holdCommits]);
    const short = Object.values(counted).filter((bad) => bad !== all);
    expect(short.length).toBeGreaterThan(0);
    expect(new Set(short)).toEqual(new Set([withoutMissed]));
    expect(answered).toBeGreaterThan(0);
    expect(refused).toBe(0);
    recordFigures('zombie-unfenced', { short: short.length, refused, answered });
  }, 300_000);
});
