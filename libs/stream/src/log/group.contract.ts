import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { Changes } from './changes.fixture.js';
import { type Log, type NewRecord, UnknownTopicError } from './log.js';
import type { LogSubject } from './log.contract.js';
import { type MemberOptions, RecordingMember } from './recording-member.fixture.js';

/** A real group may wait for the session of a lost member. */
const rebalanceMs = 60_000;

/** What a consumer group promises its members. */
export function groupContract(subject: LogSubject): void {
  describe('a group', () => {
    jest.setTimeout(rebalanceMs);
    const cleanup: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const step of cleanup.splice(0).reverse()) await step();
    });

    const current = () => subject.current;

    /** Members of one group, with the positions that they share. */
    function newGroup(topics: readonly string[], options: Partial<MemberOptions> = {}) {
      const changes = new Changes();
      const positions = new Map<string, number>();
      const group = subject.newName('group');
      return {
        changes,
        positions,
        async join(log: Log = current().log, more: Partial<MemberOptions> = {}): Promise<RecordingMember> {
          const member = new RecordingMember({ group, topics, changes, positions, ...options, ...more });
          cleanup.push(() => member.membership.leave());
          return member.join(log);
        },
      };
    }

    async function anotherLog(): Promise<Log> {
      const { log, another } = current();
      if (!another) return log;
      const opened = await another();
      cleanup.push(() => opened.close());
      return opened;
    }

    it('gives its only member every partition before anything is read', async () => {
      const topic = await subject.newTopic(4);
      await current().log.append([0, 1, 2, 3].map((partition) => record(topic, partition, 'x')));
      const group = newGroup([topic]);
      const member = await group.join();
      await group.changes.until(() => member.records.length === 4);
      expect(member.told.filter((call) => call !== 'rebalancing')[0]).toBe('assigned 0,1,2,3');
    });

    it('delivers nothing before resume', async () => {
      const topic = await subject.newTopic(2);
      await current().log.append([record(topic, 0, 'held'), record(topic, 1, 'read')]);
      const group = newGroup([topic], { reads: false });
      const member = await group.join();
      await group.changes.until(() => member.partitions.length === 2);
      const { membership } = member;
      for (const partition of [0, 1]) membership.seek({ topic, partition, offset: 0 });
      membership.resume([1]);
      await group.changes.until(() => member.records.length > 0);
      await current().log.append([record(topic, 1, 'read too')]);
      await group.changes.until(() => member.records.length > 1);
      expect(member.texts).toEqual(['read', 'read too']);
    });

    it('resumes some topics of a partition alone', async () => {
      const [first, second] = [await subject.newTopic(1), await subject.newTopic(1)];
      await current().log.append([record(first, 0, 'first'), record(second, 0, 'second')]);
      const group = newGroup([first, second], { reads: false });
      const member = await group.join();
      await group.changes.until(() => member.partitions.length === 1);
      const { membership } = member;
      for (const topic of [first, second]) membership.seek({ topic, partition: 0, offset: 0 });
      membership.resume([0], [first]);
      await group.changes.until(() => member.records.length === 1);
      await current().log.append([record(first, 0, 'first again')]);
      await group.changes.until(() => member.records.length === 2);
      membership.resume([0], [second]);
      await group.changes.until(() => member.records.length === 3);
      expect(member.texts).toEqual(['first', 'first again', 'second']);
    });

    it('reads from where it was told to seek', async () => {
      const topic = await subject.newTopic();
      await current().log.append(records(topic, 20));
      const group = newGroup([topic]);
      group.positions.set(`${topic}/0`, 15);
      const member = await group.join();
      await group.changes.until(() => member.records.length >= 5);
      expect(member.texts).toEqual(['15', '16', '17', '18', '19']);
      expect(member.offered[0]).toMatchObject({ topic, partition: 0, fetchedOffset: 15 });
    });

    it('seeks back and forth while it reads', async () => {
      const topic = await subject.newTopic();
      await current().log.append(records(topic, 10));
      const group = newGroup([topic]);
      const member = await group.join();
      await group.changes.until(() => member.records.length === 10);
      member.membership.seek({ topic, partition: 0, offset: 7 });
      await group.changes.until(() => member.records.length === 13);
      expect(member.texts.slice(10)).toEqual(['7', '8', '9']);
    });

    it('says with each batch which offset was asked for and which one was the last', async () => {
      const topic = await subject.newTopic();
      const group = newGroup([topic]);
      const member = await group.join();
      for (let count = 10; count <= 30; count += 10) {
        await current().log.append(records(topic, 10));
        await group.changes.until(() => member.records.length === count);
      }
      let next = 0;
      for (const { fetchedOffset, lastOffset, records: batch } of member.offered) {
        expect(fetchedOffset).toBe(next);
        expect(batch.at(-1)?.offset).toBe(lastOffset);
        next = lastOffset + 1;
      }
      expect(next).toBe(30);
    });

    it('holds a partition back while it is paused, and brings all of it later', async () => {
      const topic = await subject.newTopic(2);
      const group = newGroup([topic]);
      const member = await group.join();
      await group.changes.until(() => member.partitions.length === 2);
      member.membership.pause([0]);
      await current().log.append([record(topic, 0, 'held')]);
      await current().log.append([record(topic, 1, 'read')]);
      await group.changes.until(() => member.records.length === 1);
      expect(member.texts).toEqual(['read']);
      member.membership.resume([0]);
      await group.changes.until(() => member.records.length === 2);
      expect(member.texts).toEqual(['read', 'held']);
    });

    it('brings a batch that was not taken again after a seek, and not before', async () => {
      const topic = await subject.newTopic(2);
      await current().log.append([record(topic, 0, 'refused once')]);
      let refused = false;
      const take = ({ partition }: { partition: number }): boolean => {
        if (refused || partition !== 0) return true;
        refused = true;
        return false;
      };
      const group = newGroup([topic], { take });
      const member = await group.join();
      await group.changes.until(() => member.offered.length === 1);
      await current().log.append([record(topic, 1, 'neighbour')]);
      await group.changes.until(() => member.records.length === 1);
      await current().log.append([record(topic, 1, 'neighbour again')]);
      await group.changes.until(() => member.records.length === 2);
      member.membership.seek({ topic, partition: 0, offset: 0 });
      await group.changes.until(() => member.records.length === 3);
      expect(member.texts).toEqual(['neighbour', 'neighbour again', 'refused once']);
    });

    it('brings a batch again when the member seeks inside it', async () => {
      const topic = await subject.newTopic();
      await current().log.append([record(topic, 0, 'x')]);
      const again = (member: RecordingMember): boolean => {
        if (member.offered.length > 1) return true;
        member.membership.seek({ topic, partition: 0, offset: 0 });
        return false;
      };
      const group = newGroup([topic], { take: (_batch, member) => again(member) });
      const member = await group.join();
      await group.changes.until(() => member.records.length === 1);
      expect(member.offered).toHaveLength(2);
    });

    it('calls one member with one batch at a time', async () => {
      const topic = await subject.newTopic(4);
      let underWay = 0;
      let most = 0;
      const group = newGroup([topic], {
        take: async () => {
          most = Math.max(most, ++underWay);
          await current().log.topics();
          underWay--;
          return true;
        },
      });
      await current().log.append(Array.from({ length: 400 }, (_, i) => record(topic, i % 4, `${i}`)));
      const member = await group.join();
      await group.changes.until(() => member.records.length === 400);
      expect(most).toBe(1);
    });

    it('shows a member by heartbeats that it still belongs', async () => {
      const group = newGroup([await subject.newTopic()]);
      const member = await group.join();
      const seen = member.heartbeats;
      await group.changes.until(() => member.heartbeats >= seen + 2);
    });

    it('gives partition n of every topic to the same member', async () => {
      const topics = [await subject.newTopic(6), await subject.newTopic(6)];
      const group = newGroup(topics);
      const [a, b] = [await group.join(), await group.join(await anotherLog())];
      await group.changes.until(() => isShared(6, a, b));
      await current().log.append(
        topics.flatMap((topic) => numbers(6).map((partition) => record(topic, partition, 'x'))),
      );
      await group.changes.until(() => a.records.length + b.records.length >= 12);
      for (const member of [a, b])
        for (const topic of topics) expect(placesOf(member, topic)).toEqual(member.partitions);
    });

    it('shares its partitions anew when members come and go, and moves as few as it can', async () => {
      const group = newGroup([await subject.newTopic(6)]);
      const a = await group.join();
      await group.changes.until(() => isShared(6, a));
      const b = await group.join(await anotherLog());
      await group.changes.until(() => isShared(6, a, b));
      const before = [a.partitions, b.partitions];
      const c = await group.join(await anotherLog());
      await group.changes.until(() => isShared(6, a, b, c));
      expect(before[0]).toEqual(expect.arrayContaining([...a.partitions]));
      expect(before[1]).toEqual(expect.arrayContaining([...b.partitions]));
      const three = [a.partitions, b.partitions];
      await c.membership.leave();
      await group.changes.until(() => isShared(6, a, b));
      expect(a.partitions).toEqual(expect.arrayContaining([...(three[0] ?? [])]));
      expect(b.partitions).toEqual(expect.arrayContaining([...(three[1] ?? [])]));
      await b.membership.leave();
      await group.changes.until(() => isShared(6, a));
    });

    it('hands a partition over with its position: nothing is missed, nothing comes twice', async () => {
      const topic = await subject.newTopic(4);
      const { log } = current();
      const group = newGroup([topic]);
      const members = [await group.join()];
      const count = (): number => members.reduce((sum, { records: read }) => sum + read.length, 0);
      const wave = (from: number): NewRecord[] => numbers(40).map((i) => record(topic, i % 4, `${from + i}`));
      await log.append(wave(0));
      await group.changes.until(() => count() === 40);
      members.push(await group.join(await anotherLog()));
      await group.changes.until(() => isShared(4, ...members));
      await log.append(wave(40));
      await group.changes.until(() => count() >= 80);
      await members[0]?.membership.leave();
      await group.changes.until(() => isShared(4, ...members.slice(1)));
      await log.append(wave(80));
      await group.changes.until(() => count() >= 120);
      const texts = members.flatMap((member) => member.texts.map(Number)).sort((x, y) => x - y);
      expect(texts).toEqual(numbers(120));
    });

    it('brings nothing to a member that left', async () => {
      const topic = await subject.newTopic();
      const group = newGroup([topic]);
      const left = await group.join();
      await left.membership.leave();
      await current().log.append([record(topic, 0, 'x')]);
      const stayed = await group.join();
      await group.changes.until(() => stayed.records.length === 1);
      expect(left.records).toEqual([]);
      expect(left.failures).toEqual([]);
    });

    it('works beside other groups, which read the same records', async () => {
      const topic = await subject.newTopic();
      await current().log.append(records(topic, 3));
      const groups = [newGroup([topic]), newGroup([topic])];
      for (const group of groups) {
        const member = await group.join();
        await group.changes.until(() => member.records.length === 3);
        expect(member.texts).toEqual(['0', '1', '2']);
      }
    });

    it('tells a member whose batch threw that its membership ended', async () => {
      const topic = await subject.newTopic();
      await current().log.append([record(topic, 0, 'poison')]);
      const group = newGroup([topic], { take: () => Promise.reject(new TypeError('cannot read this')) });
      const member = await group.join();
      await group.changes.until(() => member.failures.length > 0);
      expect(member.failures).toHaveLength(1);
      expect(member.failures[0]?.message).toContain('cannot read this');
    });

    it('of a topic that does not exist cannot be joined', async () => {
      const { log } = current();
      const topic = subject.newName('topic');
      const member = new RecordingMember({
        group: subject.newName('group'),
        topics: [topic],
        changes: new Changes(),
        positions: new Map(),
      });
      await expect(member.join(log)).rejects.toThrow(UnknownTopicError);
    });
  });
}

const record = (topic: string, partition: number, value: string): NewRecord => ({
  topic,
  partition,
  key: undefined,
  value,
  headers: {},
});

const records = (topic: string, count: number): NewRecord[] => numbers(count).map((i) => record(topic, 0, `${i}`));

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Each of the partitions belongs to exactly one of the members, in shares that differ by one at most. */
function isShared(partitions: number, ...members: readonly RecordingMember[]): boolean {
  const all = members.flatMap((member) => member.partitions).sort((a, b) => a - b);
  const shares = members.map((member) => member.partitions.length);
  return all.join() === numbers(partitions).join() && Math.max(...shares) - Math.min(...shares) <= 1;
}

const placesOf = (member: RecordingMember, topic: string): number[] =>
  [...new Set(member.records.filter((read) => read.topic === topic).map((read) => read.partition))].sort(
    (a, b) => a - b,
  );
