import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';

import { seededRandom } from '../random.js';
import { AccountedLoad } from './accounted-load.js';
import { times } from './campaign.js';
import { Embedded } from './embedded.js';
import { pause } from './pause.js';

const kills = times(50, 8);
const seed = 20_260_101;

describe(`kill -9 of the embedded process, ${kills} times, seed ${seed}`, () => {
  let platform: Embedded;
  let load: AccountedLoad;
  beforeAll(async () => {
    platform = await Embedded.start();
    load = await AccountedLoad.on(platform, seed);
  }, 60_000);
  afterAll(() => platform.process.stop(), 30_000);

  it('loses nothing that was acknowledged and counts nothing twice', async () => {
    const random = seededRandom(seed);
    await load.during(async () => {
      for (let i = 0; i < kills; i++) {
        await pause(50 + random() * 500);
        await platform.process.end('SIGKILL');
        await platform.process.start();
      }
      await load.publisher.rounds(5);
    });
    expect(load.publisher.unanswered).toBeGreaterThan(0);
    await load.expectExactlyOnce();
  }, 600_000);

  it('drops requests that are sent again, and says how many', async () => {
    await load.expectRepetitionsDropped();
    await load.record('embedded-kill', { kills });
  }, 60_000);

  it('would notice: without their keys the same requests count again', async () => {
    const { total = 0 } = (await platform.counted())['shop'] ?? {};
    const again = await load.publisher.repeat(5, { keyed: false });
    await until('they are counted', async () => (await platform.counted())['shop']?.total === total + again);
  }, 30_000);
});
