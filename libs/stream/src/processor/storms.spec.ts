import { afterEach, describe, expect, it } from '@jest/globals';

import { MemoryStateStore } from '../adapters/memory/memory-state-store.js';
import type { Commit, CommitResult } from '../state-store/state-store.js';
import { eventually, keysOf, SkippingClock, World } from './counting-world.fixture.js';

const firstPauseMs = 1_000;

describe('A storm of dead letters', () => {
  let world: World;
  let clock: SkippingClock;
  const open = async (): Promise<World> => {
    clock = new SkippingClock();
    return (world = await World.create());
  };
  afterEach(() => world.close());

  const kinds = [
    { what: 'undecodable', send: () => world.sendUndecodable('a', 150), storms: 1 },
    { what: 'broken, as their step says', send: () => sendAll(-2), storms: 1 },
    { what: 'thrown at by their step', send: () => sendAll(-1), storms: 1 },
    { what: 'refused for an ordinary reason', send: () => sendAll(-3), storms: 0 },
  ];
  async function sendAll(add: number): Promise<void> {
    for (let i = 0; i < 150; i++) await world.send('a', add);
  }

  it.each(kinds)(
    'has $storms pauses for 150 records that are $what',
    async ({ send, storms }) => {
      await open();
      await send();
      await world.send('a', 2);
      const { statistics } = await world.start({ clock });
      await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 2 }), 15_000);
      await eventually(async () => expect(await world.deadLetters()).toHaveLength(150));
      expect(statistics).toMatchObject({ storms, deadLetters: 150 });
      const states = async () => (await world.alerts()).map(({ state }) => state);
      await eventually(async () => expect(await states()).toEqual(storms > 0 ? ['open', 'resolved'] : []));
    },
    20_000,
  );

  it('is none where every other record is of use', async () => {
    await open();
    for (let i = 0; i < 300; i++) await world.send('a', i % 2 === 0 ? 1 : -2);
    const { statistics } = await world.start({ clock });
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 150 }));
    expect(statistics.storms).toBe(0);
  });

  it('goes on over a restart until its end, and is resolved by the next owner', async () => {
    await open();
    await world.sendUndecodable('a', 150);
    const first = await world.start({ clock });
    await eventually(async () => expect(await world.alerts()).toMatchObject([{ state: 'open', revision: 1 }]));
    await world.stop(first);
    await world.send('a', 2);
    await world.start({ clock });
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 2 }));
    const countedAt = clock.now();
    await eventually(async () => expect(await world.alerts()).toHaveLength(2));
    const [opened, resolved] = await world.alerts();
    expect(countedAt - (opened?.episode ?? 0)).toBeGreaterThanOrEqual(firstPauseMs);
    expect(resolved).toMatchObject({ alert: opened?.alert, episode: opened?.episode, revision: 2, state: 'resolved' });
  });

  it('that ended while nobody owned the partition is resolved by the next owner', async () => {
    await open();
    await world.sendUndecodable('a', 150);
    const first = await world.start({ clock });
    await eventually(async () => expect(await world.alerts()).toHaveLength(1));
    await world.stop(first);
    clock.skip(3_600_000);
    const { statistics } = await world.start({ clock });
    await eventually(async () => expect(await world.alerts()).toMatchObject([{}, { state: 'resolved', revision: 2 }]));
    expect(statistics.storms).toBe(0);
  });

  it('pauses twice as long when it follows on the last one, over a restart too', async () => {
    await open();
    const pauses = async () => (await world.alerts()).map(({ summary }) => /paused for (\d+) s/.exec(summary)?.[1]);
    await world.sendUndecodable('a', 101);
    const first = await world.start({ clock });
    await eventually(async () => expect(await pauses()).toEqual(['1']));
    await world.stop(first);
    clock.skip(firstPauseMs);
    await world.sendUndecodable('a', 101);
    await world.start({ clock });
    await eventually(async () => expect(await pauses()).toEqual(['1', undefined, '2']));
  });

  it('does not end when the partition is read again', async () => {
    await open();
    const [bad = '', good = ''] = keysOf(0);
    for (const add of [999, 1000]) await world.send(bad, add);
    await world.sendUndecodable(good, 150);
    await world.send(good, 2);
    const { statistics } = await world.start({ clock });
    await eventually(() => expect(statistics.suspendedKeys).toBe(1));
    await world.send(good, 3);
    await eventually(async () => expect(await world.state(good)).toMatchObject({ sum: 5 }));
    const countedAt = clock.now();
    await eventually(async () => expect(await world.alerts()).toHaveLength(3));
    const storm = (await world.alerts()).filter(({ kind }) => kind === 'dead-letter-storm');
    expect(storm).toMatchObject([{ revision: 1 }, { revision: 2 }]);
    expect(countedAt - (storm[0]?.episode ?? 0)).toBeGreaterThanOrEqual(firstPauseMs);
  });

  it('is noticed though the partition was read again while a commit was under way', async () => {
    await open();
    class SlowStore extends MemoryStateStore {
      override async commit(commit: Commit): Promise<CommitResult> {
        const result = await super.commit(commit);
        await new Promise((resolve) => setTimeout(resolve, 60));
        return result;
      }
    }
    const store = new SlowStore();
    const [bad = '', other = ''] = keysOf(0);
    for (const add of [999, 1000]) await world.send(bad, add);
    await world.sendUndecodable(other, 99);
    const { statistics } = await world.start({ store, clock });
    await eventually(() => expect(statistics.suspendedKeys).toBe(1));
    await world.sendUndecodable(other, 1);
    await eventually(() => expect(statistics).toMatchObject({ storms: 1, deadLetters: 100 }));
  });
});
