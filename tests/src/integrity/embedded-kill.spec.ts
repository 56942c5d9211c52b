import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';

import { ratioObjective } from '../objectives.js';
import { PlatformProcess } from '../platform-process.js';
import { seededRandom } from '../random.js';
import { times } from './campaign.js';
import { CountedPublisher } from './counted-publisher.js';
import { counterOf, countedTotals, settledTotals } from './counted-totals.js';

const kills = times(50, 8);
const seed = 20_260_101;

describe(`kill -9 of the embedded process, ${kills} times, seed ${seed}`, () => {
  let platform: PlatformProcess;
  let publisher: CountedPublisher;
  beforeAll(async () => {
    platform = await PlatformProcess.start();
    publisher = new CountedPublisher({ seed, services: ['shop'], url: () => platform.url });
    const body = ratioObjective({ service: 'shop', name: 'answers', metric: 'requests' });
    const headers = { 'content-type': 'application/json' };
    const put = await fetch(`${platform.url}/v1/slos/shop.answers`, { method: 'PUT', body, headers });
    expect(put.status).toBe(201);
    await until('it is taken up', async () => (await countedTotals(platform.url, 'shop.answers')) !== undefined);
  }, 60_000);
  afterAll(() => platform.stop(), 30_000);

  const expected = () => publisher.acknowledged.get('shop') ?? { bad: 0, total: 0 };
  const counted = () => countedTotals(platform.url, 'shop.answers');

  it('loses nothing that was acknowledged and counts nothing twice', async () => {
    const random = seededRandom(seed);
    const running = publisher.run();
    for (let i = 0; i < kills; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50 + random() * 500));
      await platform.end('SIGKILL');
      await platform.start();
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    publisher.stop();
    await running;
    expect(publisher.unanswered).toBeGreaterThan(0);
    expect(await settledTotals(counted, expected())).toEqual(expected());
  }, 600_000);

  it('drops requests that are sent again, and says how many', async () => {
    const before = await counterOf(platform.url, 'rw_processor_duplicates_total');
    await publisher.repeat(20, { keyed: true });
    await until(
      'the repetitions are dropped',
      async () => (await counterOf(platform.url, 'rw_processor_duplicates_total')) >= before + 20,
    );
    expect(await counted()).toEqual(expected());
  }, 30_000);

  it('would notice: without their keys the same requests count again', async () => {
    const again = await publisher.repeat(5, { keyed: false });
    const { total } = expected();
    await until('they are counted', async () => (await counted())?.total === total + again);
  }, 30_000);
});
