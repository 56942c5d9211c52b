import { afterEach, describe, expect, it } from '@jest/globals';
import { type Alert, budgetAlerts, budgetDeadLetters, type DeadLetter } from '@roadworthy/contracts';

import { createMemoryLog } from '../adapters/memory/memory-log.js';
import { MemoryStateStore } from '../adapters/memory/memory-state-store.js';
import type { Log, LogRecord } from '../log/log.js';
import { partitionOf } from '../log/partition-of.js';
import type { Commit, CommitResult } from '../state-store/state-store.js';
import { Clock, SystemClock } from './clock.js';
import {
  type CountingInput,
  countingProcessor,
  numbers,
  policy,
  settings,
  type Sum,
  sums,
} from './counting-processor.fixture.js';
import { replayHeader } from './decoder.js';
import { fieldNames } from './field-names.js';
import { Processor } from './processor.js';
import { SilentLogger } from './processor-logger.js';
import type { BatchHandler } from './record-batch.js';
import { fromJsonBytes } from './state-codec.js';

const partitions = 4;

const handlers = new Map<string, BatchHandler<CountingInput>>([
  [
    numbers.topic,
    async (batch) =>
      batch.apply(({ key, add }: { key: string; add: number }) => ({ key, input: { kind: 'number', key, add } })),
  ],
  [
    settings.topic,
    async (batch) =>
      batch.apply(({ key, factor }: { key: string; factor: number }) => ({ key, input: { kind: 'setting', factor } })),
  ],
]);

async function eventually(check: () => void | Promise<void>, timeoutMs = 5000): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** The machine's clock, with time that can be skipped. */
class SkippingClock extends Clock {
  private skipped = 0;

  now(): number {
    return Date.now() + this.skipped;
  }

  at(at: number, callback: () => void): () => void {
    const looking = setInterval(() => {
      if (this.now() < at) return;
      clearInterval(looking);
      callback();
    }, 2);
    return () => clearInterval(looking);
  }

  skip(ms: number): void {
    this.skipped += ms;
  }
}

const dataOf = <T>({ value }: LogRecord): T => JSON.parse(Buffer.from(value ?? []).toString()) as T;

const keysOf = (partition: number): string[] =>
  Array.from({ length: 50 }, (_, i) => `k${i}`).filter((key) => partitionOf(key, partitions) === partition);

class World {
  readonly store = new MemoryStateStore();
  private readonly running: Processor<Sum, CountingInput>[] = [];
  private sequence = 0;

  private constructor(readonly log: Log) {}

  static async create(): Promise<World> {
    const log = await createMemoryLog();
    const topics = [numbers, settings, policy, sums, budgetDeadLetters, budgetAlerts];
    await log.createTopics(
      topics.map(({ topic, retention, partitions: fixed }) => ({
        topic,
        partitions: fixed ?? partitions,
        compacted: retention.kind === 'compacted',
      })),
    );
    return new World(log);
  }

  async start(store = this.store, clock: Clock = new SystemClock()): Promise<Processor<Sum, CountingInput>> {
    const engines = { log: this.log, store, clock, logger: new SilentLogger() };
    const options = {
      commitMs: 20,
      publishMs: 5,
      maxPendingBytes: 1e6,
      onFatal: (error: Error) => {
        throw error;
      },
    };
    const processor = new Processor(countingProcessor, engines, options);
    await processor.start(handlers);
    this.running.push(processor);
    return processor;
  }

  async stop(processor: Processor<Sum, CountingInput>): Promise<void> {
    this.running.splice(this.running.indexOf(processor), 1);
    await processor.stop();
  }

  send(
    key: string,
    add: number,
    identity: { from: string; sequence: number } = { from: 'p', sequence: this.sequence++ },
    headers = {},
  ): Promise<void> {
    const data = { key, add, from: `${identity.from}/${partitionOf(key, partitions)}`, sequence: identity.sequence };
    return this.log.append([{ topic: numbers.topic, key, meetsBy: key, value: JSON.stringify(data), headers }]);
  }

  async read(topic: string): Promise<LogRecord[]> {
    const ranges = await this.log.ranges(topic);
    const pages = ranges.map(({ partition, low }) => this.log.read({ topic, partition, offset: low, limit: 100_000 }));
    return (await Promise.all(pages)).flat();
  }

  async state(key: string): Promise<Sum | undefined> {
    const place = { processor: 'counting', partition: partitionOf(key, partitions) };
    const [field] = await this.store.read(place, fieldNames.entityPrefix(key));
    return field && (fromJsonBytes(field.bytes) as Sum);
  }

  async deadLetters(): Promise<DeadLetter[]> {
    return (await this.read(budgetDeadLetters.topic)).map((record) => dataOf<DeadLetter>(record));
  }

  async close(): Promise<void> {
    for (const processor of [...this.running]) await this.stop(processor);
    await this.log.close();
  }
}

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

  it('suspends a key whose wake-up fails, says so, and goes on with the others of its partition', async () => {
    await open();
    const clock = new SkippingClock();
    const processor = await world.start(world.store, clock);
    const [bad = '', good = ''] = keysOf(0);
    await world.send(bad, 999);
    for (const key of [bad, good]) await world.send(key, 1000);
    await eventually(async () => expect(await world.state(good)).toMatchObject({ woken: 1 }));
    const alert = `budget/counting/suspended-key/${bad}`;
    const said = async () => (await world.read(budgetAlerts.topic)).map((record) => dataOf<Alert>(record));
    await eventually(async () => expect(await said()).toMatchObject([{ alert, state: 'open' }]));
    expect((await said())[0]?.summary).toContain('sum must not end in 999, got 1999');
    expect(processor.statistics.suspendedKeys).toBe(1);
    await world.send(bad, 1);
    clock.skip(60_000);
    await eventually(async () => expect(await world.state(bad)).toMatchObject({ sum: 2000, woken: 1 }));
    await eventually(async () => expect(await said()).toMatchObject([{ state: 'open' }, { alert, state: 'resolved' }]));
    expect(processor.statistics.suspendedKeys).toBe(0);
  });

  it('lets a suspended key go when it asks for no wake-up any more', async () => {
    await open();
    const processor = await world.start();
    await world.send('a', 999);
    await world.send('a', 1000);
    const said = async () => (await world.read(budgetAlerts.topic)).map((record) => dataOf<Alert>(record).state);
    await eventually(async () => expect(await said()).toEqual(['open']));
    const value = JSON.stringify({ key: 'a', factor: 0 });
    await world.log.append([{ topic: settings.topic, key: 'a', meetsBy: 'a', value, headers: {} }]);
    await eventually(async () => expect(await said()).toEqual(['open', 'resolved']));
    expect(processor.statistics.suspendedKeys).toBe(0);
  });

  it('leaves suspended keys to the members that their partitions move to', async () => {
    await open();
    const first = await world.start();
    const keys = Array.from({ length: partitions }, (_, partition) => keysOf(partition)[0] ?? '');
    for (const key of keys) for (const add of [999, 1000]) await world.send(key, add);
    await eventually(() => expect(first.statistics.suspendedKeys).toBe(partitions));
    const second = await world.start();
    await eventually(() => {
      const members = [first, second].map((member) => [member.owned().length, member.statistics.suspendedKeys]);
      expect(members).toEqual([
        [2, 2],
        [2, 2],
      ]);
    });
  });

  it('pauses a partition in a storm of dead letters, says so, and drains it in the end', async () => {
    await open();
    const processor = await world.start();
    for (let i = 0; i < 150; i++)
      await world.log.append([{ topic: numbers.topic, key: 'a', meetsBy: 'a', value: 'x', headers: {} }]);
    await eventually(() => expect(processor.statistics.storms).toBeGreaterThan(0));
    await world.send('a', 2);
    await eventually(async () => expect(await world.state('a')).toMatchObject({ sum: 2 }), 15_000);
    expect(await world.deadLetters()).toHaveLength(150);
    await eventually(async () => expect(await world.read(budgetAlerts.topic)).not.toHaveLength(0));
  }, 20_000);

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
    const processor = await world.start(store);
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
