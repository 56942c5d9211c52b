import { describe, expect, it } from '@jest/globals';
import { metricSamples, type Sample, unpackSamples } from '@roadworthy/contracts';
import { type NewRecord, SilentLogger, SystemClock } from '@roadworthy/stream';

import { type Parcel, parcelsOf, type Sender } from '../domain/parcel.js';
import {
  type AccumulatorOptions,
  LogUnavailableError,
  OverloadedError,
  SampleAccumulator,
} from './sample-accumulator.js';

const sample = (value: number): Sample => ({ kind: 'value', name: 'm', labels: {}, time: 1_000, value });
const values = (first: number, count: number): Sample[] => Array.from({ length: count }, (_, i) => sample(first + i));
const parcels = (samples: Sample[], service = 'shop', { tenant = 'default', key }: Partial<Sender> = {}): Parcel[] =>
  parcelsOf(new Map([[service, samples]]), { tenant, key });

/** A log whose appends end when the test says so. */
class HeldLog {
  readonly appends: { records: readonly NewRecord[]; end: (error?: Error) => void }[] = [];

  append(records: readonly NewRecord[]): Promise<void> {
    return new Promise((resolve, reject) =>
      this.appends.push({ records, end: (error) => (error ? reject(error) : resolve()) }),
    );
  }

  /** Ends the first append that is under way, as soon as there is one. */
  async endNext(error?: Error): Promise<readonly NewRecord[]> {
    while (this.appends.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const next = this.appends.shift();
    next?.end(error);
    return next?.records ?? [];
  }
}

type Limits = Partial<
  Pick<AccumulatorOptions, 'lingerMs' | 'enoughBytes' | 'maxBytes' | 'maxAppendBytes' | 'patienceMs'>
>;
const accumulatorOver = (log: HeldLog, options: Limits = {}): SampleAccumulator =>
  new SampleAccumulator({
    log,
    clock: new SystemClock(),
    logger: new SilentLogger(),
    publisher: 'test',
    lingerMs: 2,
    enoughBytes: 1e6,
    maxBytes: 1e6,
    maxAppendBytes: 1e6,
    patienceMs: 10_000,
    ...options,
  });

const valuesOf = (samples: readonly Sample[]): number[] => samples.map((each) => ('value' in each ? each.value : NaN));
const dataOf = ({ value }: NewRecord) => metricSamples.parse(JSON.parse(String(value)));
const numbersIn = (record: NewRecord): number[] => valuesOf(unpackSamples(dataOf(record)));

describe('SampleAccumulator', () => {
  it('puts what arrives within the linger into one record of each service', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const adds = [accumulator.add(parcels(values(1, 2))), accumulator.add(parcels(values(3, 1)))];
    adds.push(accumulator.add(parcels(values(9, 1), 'search')));
    const records = await log.endNext();
    await Promise.all(adds);
    expect(records.map(({ key }) => key)).toEqual(['default/shop', 'default/search']);
    expect(records.map(numbersIn)).toEqual([[1, 2, 3], [9]]);
    expect(accumulator.bytes).toBe(0);
  });

  it('writes at once when enough waits, whatever the linger', async () => {
    const log = new HeldLog();
    const [some, more] = [parcels(values(0, 10)), parcels(values(10, 10), 'search')];
    const bytes = [...some, ...more].reduce((sum, parcel) => sum + parcel.bytes, 0);
    const accumulator = accumulatorOver(log, { lingerMs: 60_000, enoughBytes: bytes });
    const adds = [accumulator.add(some)];
    expect(log.appends).toHaveLength(0);
    adds.push(accumulator.add(more));
    expect((await log.endNext()).map(numbersIn)).toEqual([values(0, 10), values(10, 10)].map(valuesOf));
    // What was written counts no more.
    adds.push(accumulator.add(some));
    expect(log.appends).toHaveLength(0);
    const drained = accumulator.drain();
    await log.endNext();
    await Promise.all([...adds, drained]);
  });

  it('has one append under way and numbers its records in order', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const first = accumulator.add(parcels(values(0, 500)));
    const second = accumulator.add(parcels(values(500, 500)));
    const third = accumulator.add(parcels(values(1000, 10)));
    expect(log.appends).toHaveLength(1);
    const one = await log.endNext();
    await first;
    const two = await log.endNext();
    await Promise.all([second, third]);
    const all = [...one, ...two].map(dataOf);
    expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect([...one, ...two].flatMap(numbersIn)).toEqual(values(0, 1010).map((_, i) => i));
    expect(all.every(({ seriesOf }) => seriesOf.length <= 500)).toBe(true);
  });

  it('keeps a row for each request that named itself, and cuts a repetition alike', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const big = values(0, 700);
    const add = accumulator.add([...parcels(values(0, 3)), ...parcels(big, 'shop', { key: 'k' })]);
    const rows = (await log.endNext()).map((record) => dataOf(record).requests ?? []);
    await add;
    const again = accumulator.add(parcels(big, 'shop', { key: 'k' }));
    const repeated = (await log.endNext()).map((record) => dataOf(record).requests ?? []);
    await again;
    const hashes = (all: typeof rows): string[] => all.flat().map(([hash]) => hash);
    expect(hashes(rows)).toEqual(hashes(repeated));
    expect(new Set(hashes(rows)).size).toBe(2);
    expect(rows.flat().map(([, , count]) => count)).toEqual([500, 200]);
  });

  it('names parcels by service, so that one request may reach two', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const samples = new Map([
      ['a', values(0, 1)],
      ['b', values(0, 1)],
    ]);
    const add = accumulator.add(parcelsOf(samples, { tenant: 'default', key: 'k' }));
    const hashes = (await log.endNext()).flatMap((record) => (dataOf(record).requests ?? []).map(([hash]) => hash));
    await add;
    expect(new Set(hashes).size).toBe(2);
  });

  it('tells the same key of two tenants apart', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const adds = ['acme', 'umbrella'].map((tenant) =>
      accumulator.add(parcels(values(0, 1), 'shop', { tenant, key: 'k' })),
    );
    const hashes = (await log.endNext()).flatMap((record) => (dataOf(record).requests ?? []).map(([hash]) => hash));
    await Promise.all(adds);
    expect(new Set(hashes).size).toBe(2);
  });

  it('writes CloudEvents that carry the trace of their first request', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    const adds = [accumulator.add(parcels(values(0, 1)), traceparent), accumulator.add(parcels(values(1, 1)))];
    const [record] = await log.endNext();
    await Promise.all(adds);
    expect(record?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: metricSamples.topic,
      ce_source: '/ingest/test',
      ce_id: '1',
      traceparent,
    });
  });

  it('writes no more in one append than it should, and the rest after it', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log, { maxAppendBytes: 5_000 });
    const first = accumulator.add(parcels(values(0, 500)));
    const later = [0, 1, 2].map((i) => accumulator.add(parcels(values(i, 20), `service-${i}`)));
    await log.endNext();
    await first;
    expect((await log.endNext()).map(({ key }) => key)).toEqual(['default/service-0', 'default/service-1']);
    expect((await log.endNext()).map(({ key }) => key)).toEqual(['default/service-2']);
    await Promise.all(later);
    expect([accumulator.bytes, accumulator.samples]).toEqual([0, 0]);
  });

  it('refuses at once what would wait beyond the bound, and takes it when there is room', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log, { maxBytes: 8_000 });
    const first = accumulator.add(parcels(values(0, 40)));
    await expect(accumulator.add(parcels(values(0, 40)))).rejects.toThrow(OverloadedError);
    await log.endNext();
    await first;
    const later = accumulator.add(parcels(values(0, 40)));
    await log.endNext();
    await expect(later).resolves.toBeUndefined();
  });

  it('tells every request of an append that failed', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const adds = [accumulator.add(parcels(values(0, 1))), accumulator.add(parcels(values(1, 1)))];
    const outcomes = Promise.allSettled(adds);
    await log.endNext(new Error('disk'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(accumulator.bytes).toBe(0);
  });

  it('lets a caller go when the log takes too long, and writes on', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log, { patienceMs: 5 });
    await expect(accumulator.add(parcels(values(0, 1)))).rejects.toThrow(LogUnavailableError);
    expect(accumulator.bytes).toBeGreaterThan(0);
    await log.endNext();
    await accumulator.drain();
    expect(accumulator.bytes).toBe(0);
  });

  it('refuses at once while the log is stuck, and takes samples when it moves again', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log, { patienceMs: 5 });
    await expect(accumulator.add(parcels(values(0, 1)))).rejects.toThrow(LogUnavailableError);
    const before = accumulator.samples;
    await expect(accumulator.add(parcels(values(1, 1)))).rejects.toThrow('did not take samples within 0.005 s');
    expect(accumulator.samples).toBe(before);
    await log.endNext();
    await accumulator.drain();
    const later = accumulator.add(parcels(values(2, 1)));
    await log.endNext();
    await expect(later).resolves.toBeUndefined();
  });

  it('never writes what waited too long behind another append', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log, { patienceMs: 30 });
    const outcomes = Promise.allSettled([
      accumulator.add(parcels(values(0, 500))),
      accumulator.add(parcels(values(500, 1))),
    ]);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(accumulator.samples).toBe(500);
    expect(numbersIn((await log.endNext())[0] as NewRecord)).toHaveLength(500);
    await accumulator.drain();
    expect([log.appends.length, accumulator.samples]).toEqual([0, 0]);
  });

  it('writes what waits when it is drained', async () => {
    const log = new HeldLog();
    const accumulator = accumulatorOver(log);
    const add = accumulator.add(parcels(values(0, 1)));
    const drained = accumulator.drain();
    await log.endNext();
    await Promise.all([add, drained]);
  });

  it('cuts by bytes too', () => {
    const wide: Sample = { ...sample(1), labels: Object.fromEntries([...'abcdefgh'].map((l) => [l, l.repeat(256)])) };
    const cut = parcels(Array.from({ length: 300 }, () => wide));
    expect(cut.length).toBeGreaterThan(1);
    expect(cut.every(({ bytes }) => bytes <= 262_144)).toBe(true);
    expect(cut.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(300);
  });
});
