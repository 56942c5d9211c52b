import { afterEach, describe, expect, it } from '@jest/globals';
import { budgetDeadLetters } from '@roadworthy/contracts';

import { MemoryStateStore } from '../adapters/memory/memory-state-store.js';
import { partitionOf } from '../log/partition-of.js';
import type { Commit, CommitResult } from '../state-store/state-store.js';
import { numbers, policy, settings, sums } from './counting-processor.fixture.js';
import { eventually, partitions, World } from './counting-world.fixture.js';
import { replayHeader } from './decoder.js';

describe('Processor', () => {
  let world: World;
  const open = async (): Promise<World> => (world = await World.create());
  afterEach(() => world.close());

  it('commits what it counted and publishes each result once, in order', async () => {
    await open();
    await world.start();
    for (let i = 1; i <= 100; i++) await world.send('a', i);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 5050, count: 100 }));
    await eventually(async () => expect(await world.read(sums.topic)).toHaveLength(100));
    const published = (await world.read(sums.topic)).map(
      ({ value }) => JSON.parse(Buffer.from(value ?? []).toString()).count,
    );
    expect(published).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('goes on where the last commit ended after a restart', async () => {
    await open();
    const first = await world.start();
    await world.send('a', 1);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ count: 1 }));
    await world.stop(first);
    await world.send('a', 2);
    await world.start();
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 3, count: 2 }));
  });

  it('counts a record once, however often its publisher wrote it', async () => {
    await open();
    const processor = await world.start();
    for (const sequence of [1, 2, 2, 1, 3]) await world.send('a', 10, { from: 'q', sequence });
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 30, count: 3 }));
    await eventually(() => expect(processor.statistics.duplicates).toBe(2));
  });

  it('reads the bootstrap topic to its end before the others', async () => {
    await open();
    await world.send('a', 5);
    const data = { key: 'a', factor: 3 };
    await world.log.append([
      { topic: settings.topic, key: 'a', meetsBy: 'a', value: JSON.stringify(data), headers: {} },
    ]);
    await world.start();
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 15 }));
  });

  it('shows every partition the broadcast table', async () => {
    await open();
    const data = { name: 'limit', value: 7 };
    await world.log.append([
      { topic: policy.topic, key: 'limit', meetsBy: 'limit', value: JSON.stringify(data), headers: {} },
    ]);
    await world.start();
    for (const key of ['a', 'b', 'c', 'd', 'e']) await world.send(key, 1);
    await eventually(async () => expect(await world.read(sums.topic)).toHaveLength(5));
    for (const { value } of await world.read(sums.topic))
      expect(JSON.parse(Buffer.from(value ?? []).toString()).policy).toBe(7);
  });

  it('sends malformed bytes to the dead letter with their place and goes on', async () => {
    await open();
    await world.start();
    await world.log.append([{ topic: numbers.topic, key: 'a', meetsBy: 'a', value: '{"key":', headers: { h: '1' } }]);
    await world.send('a', 4);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 4, count: 1 }));
    await eventually(async () => expect(await world.deadLetters()).toHaveLength(1));
    const [letter] = await world.deadLetters();
    expect(letter).toMatchObject({
      reason: 'malformed',
      topic: numbers.topic,
      partition: partitionOf('a', partitions),
      offset: 0,
      headers: { h: '1' },
    });
    expect(Buffer.from(letter?.bytes ?? '', 'base64').toString()).toBe('{"key":');
  });

  it('sets a record aside whose step throws, with the half-made change undone', async () => {
    await open();
    await world.start();
    await world.send('a', 4);
    await world.send('a', -1);
    await world.send('a', 5);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 9, count: 2 }));
    await eventually(async () =>
      expect((await world.deadLetters()).map(({ reason, detail }) => [reason, detail])).toEqual([
        ['failed', 'add must be >= 0, got -1'],
      ]),
    );
  });

  it('sends the rejected part of a record to the dead letter', async () => {
    await open();
    await world.start();
    await world.send('a', -2);
    await eventually(async () => expect(await world.deadLetters()).toMatchObject([{ reason: 'negative', offset: 0 }]));
  });

  it('counts a record that was put back from the dead letter once', async () => {
    await open();
    const processor = await world.start();
    const header = { [replayHeader]: `${budgetDeadLetters.topic}/0/0` };
    for (const sequence of [1, 1]) await world.send('a', 6, { from: 'q', sequence }, header);
    await eventually(() => expect(processor.statistics.duplicates).toBe(1));
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 6, count: 1 }));
  });

  it('wakes a key at its time and keeps the timer over a restart', async () => {
    await open();
    const first = await world.start();
    await world.send('a', 1000);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ count: 1 }));
    await world.stop(first);
    await world.start();
    await eventually(async () => expect(await world.state('a')).toMatchObject({ woken: 1 }));
  });

  it('loses nothing and counts nothing twice while members come and go', async () => {
    await open();
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
    let sent = 0;
    const burst = async (): Promise<void> => {
      for (let i = 0; i < 200; i++) await world.send(keys[sent++ % keys.length] ?? '', 1);
    };
    await world.start();
    await burst();
    const second = await world.start();
    await burst();
    await world.stop(second);
    await burst();
    const third = await world.start();
    await burst();
    await world.stop(third);
    await eventually(async () => {
      const states = await Promise.all(keys.map((key) => world.state(key)));
      expect(states.map((state) => state?.count)).toEqual(keys.map(() => sent / keys.length));
    });
  });

  it('refuses the commits of an owner whose partition somebody took, and takes it back while it is a member', async () => {
    await open();
    const processor = await world.start();
    await world.send('a', 1);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ count: 1 }));
    await world.store.acquire({ processor: 'counting', partition: partitionOf('a', partitions) }, Date.now() + 5);
    await world.send('a', 2);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 3, count: 2 }));
    expect(processor.statistics.refused).toBeGreaterThan(0);
  });

  it('recognises its own commit that arrived twice', async () => {
    await open();
    class ResendingStore extends MemoryStateStore {
      override async commit(commit: Commit): Promise<CommitResult> {
        await super.commit(commit);
        return super.commit(commit);
      }
    }
    const store = new ResendingStore();
    Object.assign(world, { store });
    const processor = await world.start({ store });
    for (let i = 0; i < 10; i++) await world.send('a', 1);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 10, count: 10 }));
    expect(processor.statistics.alreadyApplied).toBeGreaterThan(0);
    await eventually(async () => expect(await world.read(sums.topic)).toHaveLength(10));
  });

  it('journals what was applied in the order of applying', async () => {
    await open();
    await world.start();
    await world.send('a', 1000);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ woken: 1 }));
    const rows: string[] = [];
    const place = { processor: 'counting', partition: partitionOf('a', partitions) };
    for await (const page of world.store.journal(place, 0)) rows.push(...page.map(({ row }) => row));
    const entries = rows.flatMap((row) => JSON.parse(row) as { topic?: string; wake?: string }[]);
    expect(entries.map(({ topic, wake }) => topic ?? `wake ${wake}`)).toEqual([numbers.topic, 'wake a']);
  });
});
