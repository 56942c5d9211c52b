import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually, SkippingClock, World } from './counting-world.fixture.js';

describe('Steps that throw in masses', () => {
  let world: World;
  const open = async (): Promise<World> => (world = await World.create());
  afterEach(() => world.close());

  it('costs each record at most one more reading, and counts each dead letter once', async () => {
    await open();
    const [rounds, good] = [40, 10];
    for (let i = 0; i < rounds; i++) {
      for (let j = 0; j < good; j++) await world.send('a', 1);
      await world.send('a', -1);
    }
    const { statistics } = await world.start();
    const sum = rounds * good;
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum, count: sum }));
    await eventually(async () => expect(await world.deadLetters()).toHaveLength(rounds));
    expect(statistics).toMatchObject({ deadLetters: rounds, records: sum + rounds, storms: 0 });
    expect(world.routed).toBeLessThanOrEqual(2 * rounds * (good + 1));
  }, 20_000);

  it('drains hundreds in a row, with the pauses of a storm', async () => {
    await open();
    const clock = new SkippingClock();
    for (let i = 0; i < 250; i++) await world.send('a', -1);
    await world.send('a', 2);
    const { statistics } = await world.start({ clock });
    const offsets = Array.from({ length: 250 }, (_, i) => i);
    await eventually(async () => {
      clock.skip(60_000);
      expect(await world.state('a')).toMatchObject({ sum: 2, count: 1 });
    }, 15_000);
    await eventually(async () => {
      const letters = await world.deadLetters();
      expect(letters.map(({ offset }) => offset).sort((a, b) => a - b)).toEqual(offsets);
    });
    expect(statistics).toMatchObject({ deadLetters: 250, storms: 2 });
    expect(world.routed).toBe(251);
  }, 20_000);

  it('counts the repetitions and the dead letters of a batch once, however often it is read', async () => {
    await open();
    for (const sequence of [1, 1]) await world.send('a', 1, { from: 'q', sequence });
    await world.sendUndecodable('a', 1);
    await world.send('a', -1);
    const { statistics } = await world.start();
    await eventually(async () => expect(await world.deadLetters()).toHaveLength(2));
    await eventually(() => expect(statistics).toMatchObject({ records: 4, duplicates: 1, deadLetters: 2 }));
  });
});
