import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin, type Producer } from 'kafkajs';

import { Changes } from '../../log/changes.fixture.js';
import { logContract } from '../../log/log.contract.js';
import { type Follower, type NewRecord, UnknownTopicError } from '../../log/log.js';
import { RecordingMember, textOf } from '../../log/recording-member.fixture.js';
import { SilentLogger } from '../../processor/processor-logger.js';
import { KafkaLog, type KafkaLogOptions } from './kafka-log.js';

// eslint-disable-next-line no-restricted-properties -- this is how the set-up of the suite hands the address on
const { KAFKA_BROKERS: brokers = '' } = process.env;

const open = (more: Partial<KafkaLogOptions> = {}): Promise<KafkaLog> =>
  KafkaLog.connect({ brokers, clientId: 'test', logger: new SilentLogger(), replication: 1, ...more });

logContract('Kafka', async () => {
  const log = await open();
  return { log, another: open, close: () => log.close() };
});

describe('KafkaLog', () => {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING, retry: {} });
  const cleanup: (() => Promise<void>)[] = [];
  let log: KafkaLog;
  let admin: Admin;
  beforeAll(async () => {
    log = await open();
    admin = kafka.admin();
    await admin.connect();
  });
  afterEach(async () => {
    for (const step of cleanup.splice(0).reverse()) await step();
  });
  afterAll(async () => {
    await log.close();
    await admin.disconnect();
  });

  async function newTopic(topic = `kafka.${randomUUID()}`): Promise<string> {
    await log.createTopics([{ topic, partitions: 1, compacted: false, retentionMs: 86_400_000 }]);
    return topic;
  }

  const record = (topic: string, value: string): NewRecord => ({ topic, partition: 0, key: 'k', value, headers: {} });
  const records = (topic: string, from: number, to: number): NewRecord[] =>
    Array.from({ length: to - from }, (_, i) => record(topic, `${from + i}`));

  async function join(topic: string, from: KafkaLog = log, group = randomUUID()): Promise<RecordingMember> {
    const member = new RecordingMember({ group, topics: [topic], changes: new Changes(), positions: new Map() });
    cleanup.push(() => member.membership.leave());
    return member.join(from);
  }

  async function follow(topic: string, onBatch: () => Promise<void> = async () => {}) {
    const changes = new Changes();
    const seen: string[] = [];
    let isCaughtUp = false;
    const follower: Follower = await log.follow({
      topics: [topic],
      from: 'beginning',
      onBatch: async (batch) => {
        seen.push(...batch.records.map(textOf));
        changes.happened();
        await onBatch();
      },
      onCaughtUp: () => {
        isCaughtUp = true;
        changes.happened();
      },
    });
    cleanup.push(() => follower.close());
    return { seen, changes, caughtUp: () => changes.until(() => isCaughtUp) };
  }

  async function dropBefore(topic: string, offset: number): Promise<void> {
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  }

  const textsOf = async (topic: string): Promise<string[]> =>
    (await log.read({ topic, partition: 0, offset: 0, limit: 100_000 })).map(textOf);

  describe('among transactions', () => {
    let producer: Producer;
    beforeAll(async () => {
      producer = kafka.producer({ transactionalId: randomUUID(), maxInFlightRequests: 1, idempotent: true });
      await producer.connect();
    });
    afterAll(() => producer.disconnect());

    async function write(topic: string, value: string, end: 'commit' | 'abort'): Promise<void> {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value }] });
      await transaction[end]();
    }

    /** The brokers write the end of a transaction after they have acknowledged it. */
    async function untilDecided(topic: string): Promise<void> {
      while ((await log.ranges(topic))[0]?.high !== 6) await admin.listTopics();
    }

    /** Two committed records, an aborted one at the end; the last of the six offsets are invisible. */
    async function filled(): Promise<string> {
      const topic = await newTopic();
      await write(topic, 'first', 'commit');
      await write(topic, 'second', 'commit');
      await write(topic, 'never', 'abort');
      await untilDecided(topic);
      return topic;
    }

    it('reads what was committed', async () => {
      expect(await textsOf(await filled())).toEqual(['first', 'second']);
    });

    it('catches up with an end that nobody can see', async () => {
      const { seen, caughtUp } = await follow(await filled());
      await caughtUp();
      expect(seen).toEqual(['first', 'second']);
    });

    it('leads a member over what it cannot see', async () => {
      const topic = await filled();
      const changes = new Changes();
      const positions = new Map<string, number>();
      const member = new RecordingMember({ group: randomUUID(), topics: [topic], changes, positions });
      cleanup.push(() => member.membership.leave());
      await member.join(log);
      await changes.until(() => positions.get(`${topic}/0`) === 6);
      expect(member.texts).toEqual(['first', 'second']);
      member.membership.seek({ topic, partition: 0, offset: 4 });
      await changes.until(() => member.told.includes(`skipped ${topic}/0 to 6`));
      expect(member.texts).toEqual(['first', 'second']);
    });
  });

  describe('appends', () => {
    it('more than one send holds, in order', async () => {
      const topic = await newTopic();
      await Promise.all([log.append(records(topic, 0, 3_500)), log.append(records(topic, 3_500, 3_600))]);
      expect(await textsOf(topic)).toEqual(Array.from({ length: 3_600 }, (_, i) => `${i}`));
    });

    it('dead letters of megabytes, larger than any record that they hold', async () => {
      const topic = await newTopic(`rw.deadletters.${randomUUID()}.v1`);
      await log.append([record(topic, 'x'.repeat(3_000_000)), record(topic, 'y'.repeat(3_000_000))]);
      expect((await textsOf(topic)).map(({ length }) => length)).toEqual([3_000_000, 3_000_000]);
    });

    it('nothing that the brokers will never take, and all that was asked beside it', async () => {
      const topic = await newTopic();
      const before = log.append([record(topic, 'before')]);
      const tooLarge = log.append([record(topic, 'x'.repeat(5_000_000))]);
      const after = log.append([record(topic, 'after')]);
      await expect(tooLarge).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
      await Promise.all([before, after]);
      expect(new Set(await textsOf(topic))).toEqual(new Set(['before', 'after']));
    });

    it('nothing after it was closed', async () => {
      const closed = await open();
      await closed.close();
      await expect(closed.append([record(await newTopic(), 'late')])).rejects.toMatchObject({ code: 'closed' });
    });
  });

  describe('when records or topics go', () => {
    it('goes on with a topic when another one was deleted', async () => {
      const [kept, deleted] = [await newTopic(), await newTopic()];
      for (const topic of [kept, deleted]) await log.append([record(topic, 'x')]);
      await admin.deleteTopics({ topics: [deleted] });
      await expect(log.append([record(deleted, 'lost')])).rejects.toThrow(UnknownTopicError);
      await log.append([record(kept, 'y')]);
      expect(await textsOf(kept)).toEqual(['x', 'y']);
      await expect(log.ranges(deleted)).rejects.toThrow(UnknownTopicError);
    }, 30_000);

    it('reads and follows from the first record that retention left', async () => {
      const topic = await newTopic();
      await log.append(records(topic, 0, 10));
      const gate = Promise.withResolvers<void>();
      const { seen, changes } = await follow(topic, () => gate.promise);
      await changes.until(() => seen.length === 10);
      await log.append(records(topic, 10, 20));
      await dropBefore(topic, 15);
      gate.resolve();
      await changes.until(() => seen.length === 15);
      expect(seen.slice(10)).toEqual(['15', '16', '17', '18', '19']);
      expect(await textsOf(topic)).toEqual(['15', '16', '17', '18', '19']);
      expect(await log.ranges(topic)).toEqual([{ partition: 0, low: 15, high: 20 }]);
    });

    it('offers a member that seeks what is gone the first record that is left, and says so', async () => {
      const topic = await newTopic();
      await log.append(records(topic, 0, 20));
      await dropBefore(topic, 15);
      const changes = new Changes();
      const options = { group: randomUUID(), topics: [topic], changes, positions: new Map<string, number>() };
      const member = await new RecordingMember(options).join(log);
      cleanup.push(() => member.membership.leave());
      await changes.until(() => member.records.length === 5);
      expect(member.offered[0]?.fetchedOffset).toBe(15);
    });
  });

  it('waits, with an instance name, until the group has given up an earlier run of the same process', async () => {
    const topic = await newTopic();
    const group = randomUUID();
    const [earlier, later] = [await open({ instance: 'a' }), await open({ instance: 'a' })];
    cleanup.push(
      () => earlier.close(),
      () => later.close(),
    );
    const first = await join(topic, earlier, group);
    const order: string[] = [];
    const joining = join(topic, later, group).then(() => order.push('joined'));
    const heartbeats = new Changes();
    first.rebalancing = () => order.push('rebalanced');
    first.heartbeat = () => heartbeats.happened();
    let beats = 0;
    await heartbeats.until(() => ++beats > 3);
    await first.membership.leave();
    order.push('left');
    await joining;
    expect(order).toEqual(['left', 'joined']);
  }, 20_000);
});
