import { type Alert, budgetAlerts, budgetDeadLetters, type DeadLetter } from '@roadworthy/contracts';

import { createMemoryLog } from '../adapters/memory/memory-log.js';
import { MemoryStateStore } from '../adapters/memory/memory-state-store.js';
import type { Log, LogRecord } from '../log/log.js';
import { partitionOf } from '../log/partition-of.js';
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
import { fieldNames } from './field-names.js';
import { Processor } from './processor.js';
import { SilentLogger } from './processor-logger.js';
import type { BatchHandler } from './record-batch.js';
import { fromJsonBytes } from './state-codec.js';
import type { SuspendedKey } from './troubles.js';

export const partitions = 4;

export async function eventually(check: () => void | Promise<void>, timeoutMs = 5000): Promise<void> {
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
export class SkippingClock extends Clock {
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

/** Fifty keys are shared out among the partitions; these are one partition's. */
export const keysOf = (partition: number): string[] =>
  Array.from({ length: 50 }, (_, i) => `k${i}`).filter((key) => partitionOf(key, partitions) === partition);

/** The counting processor on engines in memory, with as many members as a test starts. */
export class World {
  readonly store = new MemoryStateStore();
  /** how often a number was led to the step */
  routed = 0;
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

  async start({
    store = this.store,
    clock = new SystemClock(),
  }: { store?: MemoryStateStore; clock?: Clock } = {}): Promise<Processor<Sum, CountingInput>> {
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
    await processor.start(this.handlers());
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

  /** Appends at once what no step ever sees. */
  async sendUndecodable(key: string, count: number): Promise<void> {
    const record = { topic: numbers.topic, key, meetsBy: key, value: 'x', headers: {} };
    await this.log.append(Array.from({ length: count }, () => record));
  }

  async set(key: string, factor: number): Promise<void> {
    const value = JSON.stringify({ key, factor });
    await this.log.append([{ topic: settings.topic, key, meetsBy: key, value, headers: {} }]);
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

  /** What is committed about the wake-ups of a key that fail. */
  async suspensionOf(key: string): Promise<SuspendedKey | undefined> {
    const place = { processor: 'counting', partition: partitionOf(key, partitions) };
    const [field] = await this.store.read(place, fieldNames.trouble('suspended-key', key));
    return field && (fromJsonBytes(field.bytes) as SuspendedKey);
  }

  async deadLetters(): Promise<DeadLetter[]> {
    return (await this.read(budgetDeadLetters.topic)).map((record) => dataOf<DeadLetter>(record));
  }

  async alerts(): Promise<Alert[]> {
    return (await this.read(budgetAlerts.topic)).map((record) => dataOf<Alert>(record));
  }

  async close(): Promise<void> {
    for (const processor of [...this.running]) await this.stop(processor);
    await this.log.close();
  }

  private handlers(): Map<string, BatchHandler<CountingInput>> {
    return new Map<string, BatchHandler<CountingInput>>([
      [
        numbers.topic,
        async (batch) =>
          batch.apply(({ key, add }: { key: string; add: number }) => {
            this.routed++;
            return { key, input: { kind: 'number', key, add } };
          }),
      ],
      [
        settings.topic,
        async (batch) =>
          batch.apply(({ key, factor }: { key: string; factor: number }) => ({
            key,
            input: { kind: 'setting', factor },
          })),
      ],
    ]);
  }
}
