import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';

import { Changes } from '../../log/changes.fixture.js';
import type { FetchedBatch } from '../../log/log.js';
import { RecordingMember } from '../../log/recording-member.fixture.js';
import { KafkaMember } from './kafka-member.js';

const events = {
  GROUP_JOIN: 'join',
  REBALANCING: 'rebalancing',
  HEARTBEAT: 'heartbeat',
  END_BATCH_PROCESS: 'end',
  STOP: 'stop',
  CRASH: 'crash',
};

/** The library's consumer as far as the member uses it; a test says what happens. */
class FakeConsumer {
  readonly events = events;
  readonly calls: string[] = [];
  private readonly listeners = new Map<string, (event: object) => void>();
  private eachBatch: (payload: EachBatchPayload) => Promise<void> = async () => {};

  on(event: string, listener: (event: object) => void): void {
    this.listeners.set(event, listener);
  }
  emit(event: string, payload: object = {}): void {
    this.listeners.get(event)?.({ payload });
  }
  async connect(): Promise<void> {}
  async subscribe(): Promise<void> {}
  async disconnect(): Promise<void> {}
  async run({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }): Promise<void> {
    this.eachBatch = eachBatch;
    this.emit('join', { memberAssignment: { t: [0] } });
  }
  seek({ partition, offset }: { partition: number; offset: string }): void {
    this.calls.push(`seek ${partition} to ${offset}`);
  }
  pause(): void {
    this.calls.push('pause');
  }
  resume(): void {
    this.calls.push('resume');
  }

  /** Offers a batch of one record. @returns the offsets that were resolved */
  async offer(offset: number, isStale = false): Promise<string[]> {
    const resolved: string[] = [];
    const batch = {
      topic: 't',
      partition: 0,
      fetchedOffset: String(offset),
      messages: [{ offset: String(offset), timestamp: '0', key: null, value: null, headers: {} }],
      firstOffset: () => String(offset),
      lastOffset: () => String(offset),
    };
    const payload = { batch, isStale: () => isStale, resolveOffset: (one: string) => resolved.push(one) };
    await this.eachBatch(payload as unknown as EachBatchPayload);
    return resolved;
  }

  /** A batch of control records alone: it was not offered. */
  pass(firstOffset: number, lastOffset: number): void {
    const offsets = { firstOffset: String(firstOffset), lastOffset: String(lastOffset) };
    this.emit('end', { topic: 't', partition: 0, batchSize: 0, ...offsets });
  }
}

describe('KafkaMember', () => {
  let consumer: FakeConsumer;
  let take: (batch: FetchedBatch) => boolean | Promise<boolean>;
  let recording: RecordingMember;
  let member: KafkaMember;

  beforeEach(async () => {
    consumer = new FakeConsumer();
    take = () => true;
    const options = { group: 'g', topics: ['t'], changes: new Changes(), positions: new Map(), reads: false };
    recording = new RecordingMember({ ...options, take: (batch) => take(batch) });
    const kafka: Pick<Kafka, 'consumer'> = { consumer: () => consumer as unknown as Consumer };
    member = new KafkaMember(kafka as Kafka, options, recording);
    await member.join();
    member.seek({ topic: 't', partition: 0, offset: 5 });
    member.resume([0]);
    consumer.calls.length = 0;
  });

  const offered = (): number[] => recording.offered.map(({ fetchedOffset }) => fetchedOffset);

  it('resolves a batch that was taken', async () => {
    expect(await consumer.offer(5)).toEqual(['5']);
    expect(offered()).toEqual([5]);
  });

  it('holds a batch that was not taken until the member seeks', async () => {
    take = () => false;
    expect(await consumer.offer(5)).toEqual([]);
    await consumer.offer(5);
    expect(offered()).toEqual([5]);
    member.resume([0]);
    expect(consumer.calls).toEqual(['pause', 'pause']);
    member.seek({ topic: 't', partition: 0, offset: 5 });
    await consumer.offer(5);
    expect(offered()).toEqual([5, 5]);
  });

  it.each([
    { what: 'before a seek', prepare: () => {}, isStale: true },
    { what: 'before a pause', prepare: () => member.pause([0]), isStale: false },
    {
      what: 'of a partition that went',
      prepare: () => consumer.emit('join', { memberAssignment: {} }),
      isStale: false,
    },
  ])('does not offer what was fetched $what', async ({ prepare, isStale }) => {
    prepare();
    expect(await consumer.offer(5, isStale)).toEqual([]);
    expect(offered()).toEqual([]);
  });

  it('does not resolve a batch when the member sought while it had it', async () => {
    take = () => {
      member.seek({ topic: 't', partition: 0, offset: 2 });
      return true;
    };
    expect(await consumer.offer(5)).toEqual([]);
  });

  it('does not resolve a batch when the assignment changed while the member had it', async () => {
    take = () => {
      consumer.emit('join', { memberAssignment: { t: [1] } });
      return true;
    };
    expect(await consumer.offer(5)).toEqual([]);
  });

  it('tells of control records that were passed over', async () => {
    consumer.pass(5, 6);
    expect(recording.told).toContain('skipped t/0 to 7');
  });

  it('asks again when control records may have been fetched before a seek', () => {
    member.seek({ topic: 't', partition: 0, offset: 2 });
    consumer.calls.length = 0;
    consumer.pass(5, 6);
    expect(consumer.calls).toEqual(['seek 0 to 2']);
    expect(recording.told.filter((call) => call.startsWith('skipped'))).toEqual([]);
    consumer.pass(5, 6);
    expect(recording.told).toContain('skipped t/0 to 7');
  });

  it('says nothing to a consumer that restarts, which would refuse it', () => {
    consumer.emit('stop');
    member.seek({ topic: 't', partition: 0, offset: 9 });
    member.pause([0]);
    member.resume([0]);
    expect(consumer.calls).toEqual([]);
    consumer.emit('join', { memberAssignment: { t: [0] } });
    expect(consumer.calls).toEqual(['pause']);
  });

  it('ends with a batch that threw, and says so once', async () => {
    take = () => Promise.reject(new TypeError('cannot read this'));
    await expect(consumer.offer(5)).rejects.toMatchObject({ name: 'KafkaJSNonRetriableError' });
    consumer.emit('crash', { restart: false, error: new Error('crash') });
    expect(recording.failures.map(({ message }) => message)).toEqual(['cannot read this']);
  });

  it('outlives a crash that the library mends', () => {
    consumer.emit('crash', { restart: true, error: new Error('connection closed') });
    expect(recording.failures).toEqual([]);
  });

  it('ends with a crash that it does not mend', () => {
    consumer.emit('crash', { restart: false, error: new Error('not authorized') });
    expect(recording.failures.map(({ message }) => message)).toEqual(['not authorized']);
  });
});
