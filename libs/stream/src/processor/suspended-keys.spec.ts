import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually, keysOf, partitions, SkippingClock, World } from './counting-world.fixture.js';

describe('A key whose wake-up fails', () => {
  let world: World;
  let clock: SkippingClock;
  const open = async (): Promise<World> => {
    clock = new SkippingClock();
    return (world = await World.create());
  };
  afterEach(() => world.close());
  const said = async (): Promise<string[]> => (await world.alerts()).map(({ state }) => state);

  it('is suspended, which is said, while the others of its partition go on', async () => {
    await open();
    const processor = await world.start({ clock });
    const [bad = '', good = ''] = keysOf(0);
    await world.send(bad, 999);
    for (const key of [bad, good]) await world.send(key, 1000);
    await eventually(async () => expect(await world.state(good)).toMatchObject({ woken: 1 }));
    const alert = `budget/counting/suspended-key/${bad}`;
    await eventually(async () => expect(await world.alerts()).toMatchObject([{ alert, state: 'open' }]));
    expect((await world.alerts())[0]?.summary).toContain('sum must not end in 999, got 1999');
    expect(processor.statistics.suspendedKeys).toBe(1);
    await world.send(bad, 1);
    clock.skip(60_000);
    await eventually(async () => expect(await world.state(bad)).toMatchObject({ sum: 2000, woken: 1 }));
    await eventually(async () =>
      expect(await world.alerts()).toMatchObject([{ state: 'open' }, { alert, state: 'resolved' }]),
    );
    expect(processor.statistics.suspendedKeys).toBe(0);
  });

  it('is let go when it asks for no wake-up any more', async () => {
    await open();
    const processor = await world.start();
    await world.send('a', 999);
    await world.send('a', 1000);
    await eventually(async () => expect(await said()).toEqual(['open']));
    await world.set('a', 0);
    await eventually(async () => expect(await said()).toEqual(['open', 'resolved']));
    expect(processor.statistics.suspendedKeys).toBe(0);
  });

  it('follows its partition to the member that it moves to', async () => {
    await open();
    const first = await world.start({ clock });
    const keys = Array.from({ length: partitions }, (_, partition) => keysOf(partition)[0] ?? '');
    for (const key of keys) for (const add of [999, 1000]) await world.send(key, add);
    await eventually(() => expect(first.statistics.suspendedKeys).toBe(partitions));
    const second = await world.start({ clock });
    await eventually(() => {
      const members = [first, second].map((member) => [member.owned().length, member.statistics.suspendedKeys]);
      expect(members).toEqual([
        [2, 2],
        [2, 2],
      ]);
    });
    for (const key of keys) await world.send(key, 1);
    clock.skip(60_000);
    const episodes = new Map(keys.map((key) => [key, [1, 2]]));
    await eventually(async () => {
      const byKey = Map.groupBy(await world.alerts(), ({ alert }) => alert.slice(alert.lastIndexOf('/') + 1));
      expect(new Map([...byKey].map(([key, alerts]) => [key, alerts.map(({ revision }) => revision)]))).toEqual(
        episodes,
      );
      for (const alerts of byKey.values()) expect(new Set(alerts.map(({ episode }) => episode)).size).toBe(1);
    });
  });

  it('stays suspended over a restart, and is resolved by whoever wakes it', async () => {
    await open();
    const first = await world.start({ clock });
    for (const add of [999, 1000]) await world.send('a', add);
    await eventually(async () => expect(await said()).toEqual(['open']));
    await world.stop(first);
    const { statistics } = await world.start({ clock });
    await eventually(() => expect(statistics.suspendedKeys).toBe(1));
    await world.send('a', 1);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 2000, woken: 0 }));
    clock.skip(60_000);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ woken: 1 }));
    await eventually(async () => expect(await said()).toEqual(['open', 'resolved']));
    const [opened, resolved] = await world.alerts();
    expect(resolved).toMatchObject({ alert: opened?.alert, episode: opened?.episode, revision: 2 });
    expect(statistics.suspendedKeys).toBe(0);
  });

  it('is tried half as often after each failure, whoever tries, and said once', async () => {
    await open();
    const first = await world.start({ clock });
    for (const add of [999, 1000]) await world.send('a', add);
    await eventually(() => expect(world.suspensionOf('a')).resolves.toMatchObject({ failures: 1 }));
    await world.stop(first);
    clock.skip(60_000);
    await world.start({ clock });
    await eventually(() => expect(world.suspensionOf('a')).resolves.toMatchObject({ failures: 2 }));
    const { since = 0, until = 0 } = (await world.suspensionOf('a')) ?? {};
    expect(until - since).toBeGreaterThanOrEqual(180_000);
    expect(await world.alerts()).toMatchObject([{ episode: since, revision: 1 }]);
  });

  it('is let go by the next owner when it asks for no wake-up any more', async () => {
    await open();
    const first = await world.start();
    for (const add of [999, 1000]) await world.send('a', add);
    await eventually(async () => expect(await said()).toEqual(['open']));
    await world.stop(first);
    await world.set('a', 0);
    const { statistics } = await world.start();
    await eventually(async () => expect(await said()).toEqual(['open', 'resolved']));
    expect(statistics.suspendedKeys).toBe(0);
    expect(await world.suspensionOf('a')).toBeUndefined();
  });

  it('is suspended though nothing of what made it fail is committed yet', async () => {
    await open();
    for (const add of [999, 2000]) await world.send('a', add);
    const { statistics } = await world.start({ clock });
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 2999, count: 2 }));
    await eventually(async () => expect(await said()).toEqual(['open']));
    expect(statistics.acquired).toBe(partitions + 1);
    await world.send('a', 1);
    clock.skip(60_000);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 3000, woken: 1 }));
    await eventually(async () => expect(await said()).toEqual(['open', 'resolved']));
  });

  it('costs its partition one more reading, however many fail at once', async () => {
    await open();
    const keys = keysOf(0);
    for (const key of keys) await world.send(key, 999);
    for (const key of keys) await world.send(key, 1000);
    const { statistics } = await world.start();
    await eventually(() => expect(statistics.suspendedKeys).toBe(keys.length));
    await eventually(async () => expect(await said()).toEqual(keys.map(() => 'open')));
    expect(statistics.acquired).toBeLessThanOrEqual(partitions + keys.length);
  });
});
