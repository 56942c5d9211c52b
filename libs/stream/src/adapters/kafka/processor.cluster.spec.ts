import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { budgetAlerts, budgetDeadLetters } from '@roadworthy/contracts';

import type { LogRecord } from '../../log/log.js';
import { partitionOf } from '../../log/partition-of.js';
import { SystemClock } from '../../processor/clock.js';
import {
  type CountingInput,
  countingProcessor,
  numbers,
  policy,
  settings,
  type Sum,
  sums,
} from '../../processor/counting-processor.fixture.js';
import { eventually as eventuallyWithin } from '../../processor/counting-world.fixture.js';
import { fieldNames } from '../../processor/field-names.js';
import { Processor } from '../../processor/processor.js';
import type { ProcessorDefinition } from '../../processor/processor-definition.js';
import { SilentLogger } from '../../processor/processor-logger.js';
import type { BatchHandler } from '../../processor/record-batch.js';
import { fromJsonBytes } from '../../processor/state-codec.js';
import type { Commit, CommitResult } from '../../state-store/state-store.js';
import { connectRedis } from '../redis/connect-redis.js';
import { RedisStateStore } from '../redis/redis-state-store.js';
import { KafkaLog } from './kafka-log.js';

// eslint-disable-next-line no-restricted-properties -- this is how the set-up of the suite hands the addresses on
const { KAFKA_BROKERS: brokers = '', REDIS_URL = '' } = process.env;

const partitions = 12;
const logger = new SilentLogger();

const connect = (): Promise<KafkaLog> =>
  KafkaLog.connect({ brokers, clientId: `test-${randomUUID()}`, logger, replication: 1 });

const eventually = (check: () => void | Promise<void>): Promise<void> => eventuallyWithin(check, 30_000);

/** A store whose commits wait while the gate is shut, as those of a process that stopped for a while would. */
class GatedStore extends RedisStateStore {
  private opened: Promise<void> = Promise.resolve();
  waiting = 0;

  /** @returns opens the gate */
  shut(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.opened = promise;
    return resolve;
  }

  override async commit(commit: Commit): Promise<CommitResult> {
    this.waiting++;
    await this.opened;
    this.waiting--;
    return super.commit(commit);
  }
}

interface Member {
  readonly processor: Processor<Sum, CountingInput>;
  readonly log: KafkaLog;
  readonly store: GatedStore;
}

/** The counting processor on topics of its own, with as many members as a test starts. */
class World {
  readonly sent = new Map<string, number>();
  private readonly run = randomUUID().slice(0, 8);
  private readonly numbersTopic = `${numbers.topic}.${this.run}`;
  private readonly settingsTopic = `${settings.topic}.${this.run}`;
  private readonly definition: ProcessorDefinition<Sum, CountingInput> = {
    ...countingProcessor,
    name: `counting-${this.run}`,
    inputs: countingProcessor.inputs.map((input) => ({
      ...input,
      topics: [input.event.topic === numbers.topic ? this.numbersTopic : this.settingsTopic],
    })),
  };
  private readonly keys = keysOfEachPartition(this.run);
  private readonly members = new Set<Member>();
  private sequence = 0;

  constructor(
    private readonly log: KafkaLog,
    private readonly store: RedisStateStore,
  ) {}

  async createTopics(): Promise<void> {
    const own = [this.numbersTopic, this.settingsTopic, sums.topic, budgetDeadLetters.topic, budgetAlerts.topic];
    await this.log.createTopics([
      ...own.map((topic) => ({ topic, partitions, compacted: false, retentionMs: 86_400_000 })),
      { topic: policy.topic, partitions: 1, compacted: true },
    ]);
  }

  async start(): Promise<Member> {
    const log = await connect();
    const store = new GatedStore(connectRedis(REDIS_URL, logger));
    const engines = { log, store, clock: new SystemClock(), logger };
    const onFatal = (error: Error): void => {
      throw error;
    };
    const timing = { commitMs: 20, publishMs: 5, maxPendingBytes: 1e6, onFatal };
    const processor = new Processor(this.definition, engines, timing);
    const member = { processor, log, store };
    this.members.add(member);
    await processor.start(this.handlers());
    return member;
  }

  async stop(member: Member): Promise<void> {
    this.members.delete(member);
    await member.processor.stop();
    await member.log.close();
    await member.store.close();
  }

  async close(): Promise<void> {
    for (const member of [...this.members]) await this.stop(member);
  }

  /** Sends one number for each key. */
  async wave(): Promise<void> {
    const records = this.keys.map((key) => {
      this.sent.set(key, (this.sent.get(key) ?? 0) + 1);
      const data = { key, add: 1, from: `p/${partitionOf(key, partitions)}`, sequence: this.sequence++ };
      return { topic: this.numbersTopic, key, meetsBy: key, value: JSON.stringify(data), headers: {} };
    });
    await this.log.append(records);
  }

  async counts(): Promise<Map<string, number>> {
    const states = [...this.sent.keys()].map(async (key) => {
      const place = { processor: this.definition.name, partition: partitionOf(key, partitions) };
      const [field] = await this.store.read(place, fieldNames.entityPrefix(key));
      return [key, field ? (fromJsonBytes(field.bytes) as Sum).count : 0] as const;
    });
    return new Map(await Promise.all(states));
  }

  /** What was published about each key: the counts in their order, each event once. */
  async published(): Promise<Map<string, number[]>> {
    const ranges = await this.log.ranges(sums.topic);
    const pages = await Promise.all(
      ranges.map(({ partition, low }) =>
        this.log.read({ topic: sums.topic, partition, offset: low, limit: 1_000_000 }),
      ),
    );
    const mine = pages.flat().filter(({ key }) => key?.startsWith(this.run));
    const once = new Map(mine.map((record) => [`${record.headers['ce_source']} ${record.headers['ce_id']}`, record]));
    const byKey = Map.groupBy([...once.values()], ({ key = '' }) => key);
    return new Map([...byKey].map(([key, records]) => [key, records.map(countOf)]));
  }

  private handlers(): Map<string, BatchHandler<CountingInput>> {
    return new Map<string, BatchHandler<CountingInput>>([
      [
        this.numbersTopic,
        async (batch) =>
          batch.apply(({ key, add }: { key: string; add: number }) => ({ key, input: { kind: 'number', key, add } })),
      ],
      [
        this.settingsTopic,
        async (batch) =>
          batch.apply(({ key, factor }: { key: string; factor: number }) => ({
            key,
            input: { kind: 'setting', factor },
          })),
      ],
    ]);
  }
}

/** Five keys for each partition. */
function keysOfEachPartition(prefix: string): string[] {
  const candidates = Array.from({ length: 1_000 }, (_, i) => `${prefix}-${i}`);
  const byPartition = Map.groupBy(candidates, (key) => partitionOf(key, partitions));
  return [...byPartition.values()].flatMap((keys) => keys.slice(0, 5));
}

const countOf = ({ value }: LogRecord): number =>
  (JSON.parse(Buffer.from(value ?? []).toString()) as { count: number }).count;

const shares = (...members: Member[]): number[] => members.map(({ processor }) => processor.owned().length);

describe('Processor on Kafka and Redis', () => {
  let log: KafkaLog;
  let store: RedisStateStore;
  let world: World;
  beforeAll(async () => {
    log = await connect();
    store = new RedisStateStore(connectRedis(REDIS_URL, logger));
  });
  afterEach(() => world.close());
  afterAll(async () => {
    await log.close();
    await store.close();
  });

  async function open(): Promise<World> {
    world = new World(log, store);
    await world.createTopics();
    return world;
  }

  async function expectExactCounts(): Promise<void> {
    await eventually(async () => expect(await world.counts()).toEqual(world.sent));
    const upTo = new Map([...world.sent].map(([key, count]) => [key, Array.from({ length: count }, (_, i) => i + 1)]));
    await eventually(async () => expect(await world.published()).toEqual(upTo));
  }

  it('counts exactly while a member leaves and comes back', async () => {
    await open();
    const first = await world.start();
    await world.wave();
    const second = await world.start();
    await eventually(() => expect(shares(first, second)).toEqual([6, 6]));
    for (let i = 0; i < 20; i++) await world.wave();
    const leaving = world.stop(second);
    for (let i = 0; i < 20; i++) await world.wave();
    await leaving;
    await eventually(() => expect(shares(first)).toEqual([12]));
    const back = await world.start();
    for (let i = 0; i < 20; i++) await world.wave();
    await eventually(() => expect(shares(first, back)).toEqual([6, 6]));
    await world.wave();
    await expectExactCounts();
    expect(first.processor.statistics.kept).toBeGreaterThanOrEqual(12);
  }, 60_000);

  it('refuses the commits of a member that lost its partitions while it stood still', async () => {
    await open();
    const frozen = await world.start();
    await world.wave();
    await eventually(async () => expect(await world.counts()).toEqual(world.sent));
    const thaw = frozen.store.shut();
    await world.wave();
    await eventually(() => expect(frozen.store.waiting).toBe(12));
    const other = await world.start();
    await frozen.log.close();
    await eventually(() => expect(shares(other)).toEqual([12]));
    await world.wave();
    await eventually(async () => expect(await world.counts()).toEqual(world.sent));
    thaw();
    await eventually(() => expect(frozen.processor.statistics.refused).toBeGreaterThan(0));
    await world.wave();
    await expectExactCounts();
  }, 60_000);

  it('takes a partition back that a stranger took, while it is a member', async () => {
    await open();
    const member = await world.start();
    await world.wave();
    await eventually(async () => expect(await world.counts()).toEqual(world.sent));
    const strangers = Array.from({ length: partitions }, (_, partition) =>
      store.acquire({ processor: member.processor.definition.name, partition }, Date.now() + 5),
    );
    await Promise.all(strangers);
    await world.wave();
    await expectExactCounts();
    expect(member.processor.statistics.refused).toBe(partitions);
  }, 60_000);
});
