import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { Changes } from './changes.fixture.js';
import { groupContract } from './group.contract.js';
import { type FetchedBatch, type Follower, type Log, type NewRecord, UnknownTopicError } from './log.js';
import { textOf } from './recording-member.fixture.js';

export interface LogUnderTest {
  readonly log: Log;
  /** the same log, opened once more as another process would; absent where only one process can */
  readonly another?: () => Promise<Log>;
  close(): Promise<void>;
}

/** One log for a whole suite of tests, and names for topics and groups that no other test uses. */
export interface LogSubject {
  readonly current: LogUnderTest;
  newTopic(partitions?: number, options?: { readonly compacted: boolean }): Promise<string>;
  newName(noun: string): string;
}

/** What every log promises. */
export function logContract(name: string, create: () => Promise<LogUnderTest>): void {
  describe(`${name} as a log`, () => {
    let current: LogUnderTest | undefined;
    let names = 0;
    const run = process.hrtime.bigint().toString(36);
    const subject: LogSubject = {
      get current() {
        if (!current) throw new Error('the log is not open');
        return current;
      },
      newName: (noun) => `contract.${noun}.${run}-${++names}`,
      async newTopic(partitions = 1, { compacted } = { compacted: false }) {
        const topic = subject.newName('topic');
        const retention = compacted ? {} : { retentionMs: 86_400_000 };
        await subject.current.log.createTopics([{ topic, partitions, compacted, ...retention }]);
        return topic;
      },
    };

    beforeAll(async () => {
      current = await create();
    });
    afterAll(() => current?.close());

    topicContract(subject);
    appendContract(subject);
    readContract(subject);
    followContract(subject);
    groupContract(subject);
  });
}

const text = (topic: string, value: string, partition = 0): NewRecord => ({
  topic,
  partition,
  key: undefined,
  value,
  headers: {},
});

const texts = (topic: string, from: number, to: number): NewRecord[] =>
  Array.from({ length: to - from }, (_, i) => text(topic, `${from + i}`));

const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `${from + i}`);

async function only(log: Log, topic: string) {
  const [record, ...others] = await log.read({ topic, partition: 0, offset: 0, limit: 10 });
  expect(others).toEqual([]);
  if (!record) throw new Error('nothing was read');
  return record;
}

function topicContract(subject: LogSubject): void {
  describe('topics', () => {
    it('are listed with the partitions that they were created with', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic(3);
      expect(await log.topics()).toContain(topic);
      expect(await log.ranges(topic)).toEqual([0, 1, 2].map((partition) => ({ partition, low: 0, high: 0 })));
    });

    it('that exist are left as they are', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic(2);
      const missing = subject.newName('topic');
      await log.append([text(topic, 'kept')]);
      await log.createTopics([
        { topic, partitions: 5, compacted: true },
        { topic: missing, partitions: 1, compacted: false, retentionMs: 86_400_000 },
      ]);
      expect(await log.ranges(topic)).toHaveLength(2);
      expect(await log.ranges(missing)).toHaveLength(1);
      expect(textOf(await only(log, topic))).toBe('kept');
    });

    it.each<{ what: string; attempt: (log: Log, topic: string) => Promise<unknown> }>([
      { what: 'asked for its ranges', attempt: (log, topic) => log.ranges(topic) },
      { what: 'appended to', attempt: (log, topic) => log.append([text(topic, 'lost')]) },
      { what: 'read', attempt: async (log, topic) => log.read({ topic, partition: 0, offset: 0, limit: 1 }) },
      { what: 'followed', attempt: (log, topic) => log.follow({ topics: [topic], from: 'end', onBatch: () => {} }) },
    ])('that do not exist are refused when $what', async ({ attempt }) => {
      const { log } = subject.current;
      await expect(attempt(log, subject.newName('topic'))).rejects.toThrow(UnknownTopicError);
    });
  });
}

function appendContract(subject: LogSubject): void {
  describe('append', () => {
    it('keeps the order of the records of a partition, and counts offsets from 0', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await log.append(texts(topic, 0, 100));
      const records = await log.read({ topic, partition: 0, offset: 0, limit: 1000 });
      expect(records.map(textOf)).toEqual(numbers(0, 100));
      expect(records.map(({ offset }) => String(offset))).toEqual(numbers(0, 100));
    });

    it('keeps the order of calls that did not wait for each other', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await Promise.all(numbers(0, 100).map((value) => log.append([text(topic, value)])));
      const records = await log.read({ topic, partition: 0, offset: 0, limit: 1000 });
      expect(records.map(textOf)).toEqual(numbers(0, 100));
    });

    it('has made the records readable for others when it resolves', async () => {
      const { log, another } = subject.current;
      const topic = await subject.newTopic();
      const reader = (await another?.()) ?? log;
      await log.append([text(topic, 'seen')]);
      expect(textOf(await only(reader, topic))).toBe('seen');
      if (reader !== log) await reader.close();
    });

    it('of nothing does nothing', async () => {
      await expect(subject.current.log.append([])).resolves.toBeUndefined();
    });

    it('writes key, value, headers and timestamp as they are given', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const headers = { ce_id: 'a/1', 'content-type': 'application/json', town: 'Zürich 🚲', empty: '' };
      await log.append([{ topic, partition: 0, key: 'Genève', value, headers, timestamp: 1_700_000_000_123 }]);
      const record = await only(log, topic);
      expect({ ...record, value: undefined }).toEqual({
        topic,
        partition: 0,
        offset: 0,
        timestamp: 1_700_000_000_123,
        key: 'Genève',
        value: undefined,
        headers,
      });
      expect([...(record.value ?? [])]).toEqual([...value]);
    });

    it('stamps a record with the time of writing when it has none of its own', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      const before = Date.now();
      await log.append([text(topic, 'now')]);
      const { timestamp } = await only(log, topic);
      expect(timestamp).toBeGreaterThanOrEqual(before);
      expect(timestamp).toBeLessThanOrEqual(Date.now());
    });

    it('tells a tombstone from an empty value, and no key from an empty key', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await log.append([
        { topic, partition: 0, key: 'gone', value: undefined, headers: {} },
        { topic, partition: 0, key: '', value: '', headers: {} },
        { topic, partition: 0, key: undefined, value: new Uint8Array(), headers: {} },
      ]);
      const records = await log.read({ topic, partition: 0, offset: 0, limit: 10 });
      expect(records.map(({ key, value }) => [key, value?.length])).toEqual([
        ['gone', undefined],
        ['', 0],
        [undefined, 0],
      ]);
    });

    // Hashes of Apache Kafka, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2
    it.each([
      { meetsBy: '21', hash: -973932308 },
      { meetsBy: 'foobar', hash: -790332482 },
      { meetsBy: 'a-little-bit-long-string', hash: -985981536 },
      { meetsBy: 'a-little-bit-longer-string', hash: -1486304829 },
      { meetsBy: 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', hash: -58897971 },
      { meetsBy: 'abc', hash: 479470107 },
    ])('puts what meets by $meetsBy where the default partitioner of Kafka would', async ({ meetsBy, hash }) => {
      const { log } = subject.current;
      const topic = await subject.newTopic(12);
      await log.append([{ topic, meetsBy, key: `${meetsBy}/detail`, value: 'x', headers: {} }]);
      const filled = (await log.ranges(topic)).filter(({ high }) => high > 0);
      expect(filled).toEqual([{ partition: (hash & 0x7fffffff) % 12, low: 0, high: 1 }]);
    });

    it('spreads one call over several topics and partitions', async () => {
      const { log } = subject.current;
      const [a, b] = [await subject.newTopic(2), await subject.newTopic(1)];
      await log.append([text(a, 'a0', 0), text(b, 'b0', 0), text(a, 'a1', 1), text(b, 'b1', 0)]);
      expect((await log.ranges(a)).map(({ high }) => high)).toEqual([1, 1]);
      expect((await log.ranges(b)).map(({ high }) => high)).toEqual([2]);
    });

    it('refuses a partition that the topic does not have, and nothing else', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic(2);
      const refused = log.append([text(topic, 'nowhere', 2)]);
      const next = log.append([text(topic, 'somewhere', 1)]);
      await expect(refused).rejects.toThrow(RangeError);
      await next;
      expect((await log.ranges(topic)).map(({ high }) => high)).toEqual([0, 1]);
    });
  });
}

function readContract(subject: LogSubject): void {
  describe('read', () => {
    it('pages through a partition from any offset, and is empty at the end', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await log.append(texts(topic, 0, 25));
      const page = async (offset: number, limit: number) =>
        (await log.read({ topic, partition: 0, offset, limit })).map(textOf);
      expect(await page(0, 10)).toEqual(numbers(0, 10));
      expect(await page(10, 10)).toEqual(numbers(10, 20));
      expect(await page(20, 10)).toEqual(numbers(20, 25));
      expect(await page(25, 10)).toEqual([]);
    });

    it('sees one partition alone', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic(3);
      await log.append([text(topic, 'zero', 0), text(topic, 'one', 1), text(topic, 'two', 2)]);
      const records = await log.read({ topic, partition: 1, offset: 0, limit: 10 });
      expect(records.map(textOf)).toEqual(['one']);
    });

    it('of an empty partition is empty', async () => {
      const topic = await subject.newTopic();
      expect(await subject.current.log.read({ topic, partition: 0, offset: 0, limit: 10 })).toEqual([]);
    });
  });
}

function followContract(subject: LogSubject): void {
  describe('follow', () => {
    const followers: Follower[] = [];
    afterEach(async () => {
      for (const follower of followers.splice(0)) await follower.close();
    });

    async function follow(
      topics: readonly string[],
      from: 'beginning' | 'end',
      onBatch: (batch: FetchedBatch) => void | Promise<void> = () => {},
    ) {
      const changes = new Changes();
      const seen: { topic: string; text: string }[] = [];
      const state = { caughtUpAfter: undefined as number | undefined };
      const follower = await subject.current.log.follow({
        topics,
        from,
        onBatch: async (batch) => {
          await onBatch(batch);
          seen.push(...batch.records.map((record) => ({ topic: record.topic, text: textOf(record) })));
          changes.happened();
        },
        onCaughtUp: () => {
          expect(state.caughtUpAfter).toBeUndefined();
          state.caughtUpAfter = seen.length;
          changes.happened();
        },
      });
      followers.push(follower);
      const of = (topic: string) => seen.filter((entry) => entry.topic === topic).map((entry) => entry.text);
      const caughtUp = () => changes.until(() => state.caughtUpAfter !== undefined);
      return { follower, changes, seen, of, caughtUp, state };
    }

    it('from the beginning brings everything there is, says so, and goes on with what comes', async () => {
      const { log } = subject.current;
      const [a, b] = [await subject.newTopic(), await subject.newTopic()];
      await log.append([...texts(a, 0, 700), ...texts(b, 0, 3)]);
      const { of, caughtUp, changes, state } = await follow([a, b], 'beginning');
      await caughtUp();
      expect(state.caughtUpAfter).toBe(703);
      expect(of(a)).toEqual(numbers(0, 700));
      expect(of(b)).toEqual(numbers(0, 3));
      await log.append(texts(a, 700, 710));
      await changes.until(() => of(a).length === 710);
      expect(of(a)).toEqual(numbers(0, 710));
    });

    it('from the end brings only what comes from then on', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await log.append(texts(topic, 0, 5));
      const { of, changes } = await follow([topic], 'end');
      await log.append(texts(topic, 5, 8));
      await changes.until(() => of(topic).length >= 3);
      expect(of(topic)).toEqual(numbers(5, 8));
    });

    it.each(['beginning', 'end'] as const)('of an empty topic from the %s has caught up at once', async (from) => {
      const { caughtUp, seen } = await follow([await subject.newTopic(3)], from);
      await caughtUp();
      expect(seen).toEqual([]);
    });

    it('from the end has caught up at once', async () => {
      const topic = await subject.newTopic();
      await subject.current.log.append(texts(topic, 0, 5));
      const { caughtUp, seen } = await follow([topic], 'end');
      await caughtUp();
      expect(seen).toEqual([]);
    });

    it('reads every partition, each in its order', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic(3);
      await log.append(Array.from({ length: 90 }, (_, i) => text(topic, `${i}`, i % 3)));
      const orders = new Map<number, number[]>();
      const { caughtUp } = await follow([topic], 'beginning', ({ partition, records }) => {
        orders.set(partition, [...(orders.get(partition) ?? []), ...records.map((record) => Number(textOf(record)))]);
      });
      await caughtUp();
      for (const partition of [0, 1, 2])
        expect(orders.get(partition)).toEqual(Array.from({ length: 30 }, (_, i) => 3 * i + partition));
    });

    it('waits for one batch before it brings the next of the partition', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await log.append(texts(topic, 0, 2));
      let underWay = 0;
      let most = 0;
      const { of, changes } = await follow([topic], 'beginning', async ({ lastOffset }) => {
        most = Math.max(most, ++underWay);
        await log.append(lastOffset < 10 ? texts(topic, 0, 1) : []);
        underWay--;
      });
      await changes.until(() => of(topic).length >= 10);
      expect(most).toBe(1);
    });

    it('brings nothing more once it is closed', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      const { follower, seen, caughtUp } = await follow([topic], 'beginning');
      await caughtUp();
      await follower.close();
      await log.append(texts(topic, 0, 5));
      const { caughtUp: rereadToTheEnd } = await follow([topic], 'beginning');
      await rereadToTheEnd();
      expect(seen).toEqual([]);
    });

    it('brings the same records to every follower', async () => {
      const { log } = subject.current;
      const topic = await subject.newTopic();
      await log.append(texts(topic, 0, 5));
      const both = [await follow([topic], 'beginning'), await follow([topic], 'beginning')];
      for (const { caughtUp, of } of both) {
        await caughtUp();
        expect(of(topic)).toEqual(numbers(0, 5));
      }
    });
  });
}
