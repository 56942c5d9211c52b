import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Commit, StatePartition, StateStore } from './state-store.js';

export interface StateStoreUnderTest {
  readonly store: StateStore;
  /** the same state, opened once more as another process would; absent where only one process can */
  readonly another?: () => Promise<StateStore>;
  close(): Promise<void>;
}

/** Partitions that no other test uses. */
interface StateStoreSubject {
  readonly current: StateStoreUnderTest;
  newPlace(): StatePartition;
}

/** What every state store promises. */
export function stateStoreContract(name: string, create: () => Promise<StateStoreUnderTest>): void {
  describe(`${name} as a state store`, () => {
    let current: StateStoreUnderTest | undefined;
    let places = 0;
    const run = process.hrtime.bigint().toString(36);
    const subject: StateStoreSubject = {
      get current() {
        if (!current) throw new Error('the store is not open');
        return current;
      },
      newPlace: () => ({ processor: `contract-${run}-${++places}`, partition: places % 12 }),
    };

    beforeAll(async () => {
      current = await create();
    });
    afterAll(() => current?.close());

    ownershipContract(subject);
    commitContract(subject);
    fieldContract(subject);
    outboxContract(subject);
    journalContract(subject);
  });
}

const nothing: Omit<Commit, keyof StatePartition | 'epoch' | 'version'> = { offsets: {}, fields: new Map() };

const encoder = new TextEncoder();

const fieldsOf = (values: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> =>
  new Map(Object.entries(values).map(([name, value]) => [name, encoder.encode(value)]));

/** Everything that is stored, by name, as text; a field that comes on several pages counts once. */
async function loaded(store: StateStore, place: StatePartition): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const page of store.load(place))
    for (const { name, bytes } of page) all[name] = Buffer.from(bytes).toString();
  return all;
}

async function journalOf(store: StateStore, place: StatePartition, after: number): Promise<[number, string][]> {
  const rows: [number, string][] = [];
  for await (const page of store.journal(place, after)) for (const { version, row } of page) rows.push([version, row]);
  return rows;
}

function ownershipContract(subject: StateStoreSubject): void {
  describe('ownership', () => {
    it('of a partition that nobody ever owned has no epoch', async () => {
      expect(await subject.current.store.epoch(subject.newPlace())).toBeUndefined();
    });

    it('begins at version 0, with nothing stored', async () => {
      const { store } = subject.current;
      const place = subject.newPlace();
      expect(await store.acquire(place, 1_000)).toEqual({ epoch: 1_000, version: 0, offsets: {}, outbox: [] });
      expect(await store.epoch(place)).toBe(1_000);
      expect(await loaded(store, place)).toEqual({});
    });

    it.each([
      { first: 1_000, then: 2_000, expected: 2_000, why: 'the clock went on' },
      { first: 1_000, then: 1_000, expected: 1_001, why: 'within the same millisecond' },
      { first: 1_000, then: 1, expected: 1_001, why: 'the clock of the new owner is behind' },
      { first: 1_795_000_000_000, then: 1_795_000_000_000, expected: 1_795_000_000_001, why: 'times of today' },
    ])('raises the epoch from $first to $expected at $then: $why', async ({ first, then, expected }) => {
      const { store } = subject.current;
      const place = subject.newPlace();
      await store.acquire(place, first);
      expect((await store.acquire(place, then)).epoch).toBe(expected);
      expect(await store.epoch(place)).toBe(expected);
    });

    it('gives each of many that acquire at once an epoch of its own', async () => {
      const { store } = subject.current;
      const place = subject.newPlace();
      const epochs = await Promise.all(Array.from({ length: 20 }, async () => (await store.acquire(place, 5)).epoch));
      expect(new Set(epochs).size).toBe(20);
    });

    it('of one partition is not that of its neighbour', async () => {
      const { store } = subject.current;
      const place = subject.newPlace();
      const neighbour = { ...place, partition: place.partition + 1 };
      const { epoch } = await store.acquire(place, 1_000);
      await store.commit({ ...nothing, ...place, epoch, version: 0, fields: fieldsOf({ a: '1' }), outbox: 'x' });
      expect(await store.epoch(neighbour)).toBeUndefined();
      expect(await store.acquire(neighbour, 1_000)).toMatchObject({ version: 0, outbox: [] });
      expect(await loaded(store, neighbour)).toEqual({});
    });

    it('passes on with version, offsets, outbox and fields', async () => {
      const { store, another } = subject.current;
      const place = subject.newPlace();
      const { epoch } = await store.acquire(place, 1_000);
      await store.commit({
        ...place,
        epoch,
        version: 0,
        offsets: { 'rw.a.v1': 12, 'rw.b.v1': 9_007_199_254_740_990 },
        fields: fieldsOf({ a: '1' }),
        outbox: 'first',
      });
      await store.commit({ ...nothing, ...place, epoch, version: 1, offsets: { 'rw.a.v1': 13 } });
      const next = (await another?.()) ?? store;
      expect(await next.acquire(place, 2_000)).toEqual({
        epoch: 2_000,
        version: 2,
        offsets: { 'rw.a.v1': 13, 'rw.b.v1': 9_007_199_254_740_990 },
        outbox: [{ epoch, version: 1, row: 'first' }],
      });
      expect(await loaded(next, place)).toEqual({ a: '1' });
      if (next !== store) await next.close();
    });
  });
}

function commitContract(subject: StateStoreSubject): void {
  describe('commit', () => {
    async function owned(now = 1_000) {
      const { store } = subject.current;
      const place = subject.newPlace();
      const { epoch, version } = await store.acquire(place, now);
      return { store, place, commit: { ...nothing, ...place, epoch, version } };
    }

    it('is applied once and raises the version by one', async () => {
      const { store, place, commit } = await owned();
      expect(await store.commit({ ...commit, fields: fieldsOf({ a: '1' }) })).toBe('applied');
      expect(await store.commit({ ...commit, version: 1, fields: fieldsOf({ b: '2' }) })).toBe('applied');
      expect(await store.acquire(place, 2_000)).toMatchObject({ version: 2 });
      expect(await loaded(store, place)).toEqual({ a: '1', b: '2' });
    });

    it('that is sent again is recognised and changes nothing', async () => {
      const { store, place, commit } = await owned();
      const first = { ...commit, offsets: { t: 5 }, fields: fieldsOf({ a: '1' }), outbox: 'row', journal: 'entry' };
      expect(await store.commit(first)).toBe('applied');
      expect(await store.commit(first)).toBe('already-applied');
      expect(await store.acquire(place, 2_000)).toMatchObject({
        version: 1,
        offsets: { t: 5 },
        outbox: [{ version: 1, row: 'row' }],
      });
      expect(await journalOf(store, place, 0)).toEqual([[1, 'entry']]);
    });

    it.each([
      { stored: 2, sent: 0, why: 'behind by two' },
      { stored: 0, sent: 1, why: 'ahead' },
      { stored: 1, sent: 7, why: 'far ahead' },
    ])('with a version that is $why is a conflict and changes nothing', async ({ stored, sent }) => {
      const { store, place, commit } = await owned();
      for (let version = 0; version < stored; version++) await store.commit({ ...commit, version });
      const stray = { ...commit, version: sent, offsets: { t: 9 }, fields: fieldsOf({ a: 'stray' }), outbox: 'stray' };
      expect(await store.commit(stray)).toBe('conflict');
      expect(await store.acquire(place, 2_000)).toMatchObject({ version: stored, offsets: {}, outbox: [] });
      expect(await loaded(store, place)).toEqual({});
    });

    it('of an owner that lost the partition is refused, whatever its version', async () => {
      const { store, place, commit } = await owned();
      await store.commit({ ...commit, fields: fieldsOf({ a: 'kept' }) });
      const { epoch } = await store.acquire(place, 2_000);
      for (const version of [0, 1, 2])
        expect(await store.commit({ ...commit, version, fields: fieldsOf({ a: 'stale' }), outbox: 'stale' })).toBe(
          'lost',
        );
      expect(await loaded(store, place)).toEqual({ a: 'kept' });
      expect(await store.commit({ ...commit, epoch, version: 1, fields: fieldsOf({ a: 'new' }) })).toBe('applied');
      expect(await loaded(store, place)).toEqual({ a: 'new' });
    });

    it('of nobody is refused', async () => {
      const { store } = subject.current;
      const place = subject.newPlace();
      expect(await store.commit({ ...nothing, ...place, epoch: 1, version: 0, fields: fieldsOf({ a: '1' }) })).toBe(
        'lost',
      );
      expect(await loaded(store, place)).toEqual({});
      expect(await store.epoch(place)).toBeUndefined();
    });

    it('lets exactly one of many that race for a version through', async () => {
      const { store, place, commit } = await owned();
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          store.commit({ ...commit, fields: fieldsOf({ a: `${i}` }), outbox: `${i}` }),
        ),
      );
      expect(results.filter((result) => result === 'applied')).toHaveLength(1);
      expect(results.filter((result) => result === 'already-applied')).toHaveLength(9);
      expect((await store.acquire(place, 2_000)).outbox).toHaveLength(1);
    });

    it('without anything in it counts as well', async () => {
      const { store, place, commit } = await owned();
      expect(await store.commit(commit)).toBe('applied');
      expect(await store.acquire(place, 2_000)).toMatchObject({ version: 1, offsets: {}, outbox: [] });
    });

    it('keeps the offsets of topics that it does not name', async () => {
      const { store, place, commit } = await owned();
      await store.commit({ ...commit, offsets: { a: 1, b: 2 } });
      await store.commit({ ...commit, version: 1, offsets: { b: 3 } });
      expect((await store.acquire(place, 2_000)).offsets).toEqual({ a: 1, b: 3 });
    });
  });
}

function fieldContract(subject: StateStoreSubject): void {
  describe('fields', () => {
    async function stored(...commits: ReadonlyMap<string, Uint8Array | undefined>[]) {
      const { store } = subject.current;
      const place = subject.newPlace();
      const { epoch } = await store.acquire(place, 1_000);
      for (const [version, fields] of commits.entries())
        expect(await store.commit({ ...nothing, ...place, epoch, version, fields })).toBe('applied');
      return { store, place };
    }

    it('hold any bytes', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const values = new Map([
        ['every', every],
        ['empty', new Uint8Array()],
        ['part', every.subarray(100, 110)],
        ['large', new Uint8Array(1_000_000).fill(0xff)],
      ]);
      const { store, place } = await stored(values);
      const found = new Map<string, Uint8Array>();
      for await (const page of store.load(place)) for (const { name, bytes } of page) found.set(name, bytes);
      expect(found.size).toBe(4);
      for (const [name, bytes] of values) expect(Buffer.compare(found.get(name) ?? every, bytes)).toBe(0);
    });

    it('have any names', async () => {
      const names = ['e/tenant/service', 'Zürich 🚲', '%', '*', '[a]', 'a:b', ' ', 'o:topic', 'version'];
      const { store, place } = await stored(fieldsOf(Object.fromEntries(names.map((name) => [name, name]))));
      expect(Object.keys(await loaded(store, place)).sort()).toEqual([...names].sort());
    });

    it('are replaced and removed', async () => {
      const { store, place } = await stored(
        fieldsOf({ kept: '1', replaced: '1', removed: '1' }),
        new Map([...fieldsOf({ replaced: '2' }), ['removed', undefined], ['never there', undefined]]),
      );
      expect(await loaded(store, place)).toEqual({ kept: '1', replaced: '2' });
    });

    it('can all be removed', async () => {
      const { store, place } = await stored(fieldsOf({ a: '1' }), new Map([['a', undefined]]));
      expect(await loaded(store, place)).toEqual({});
    });

    it('come and go by tens of thousands in one commit', async () => {
      const count = 50_000;
      const names = Array.from({ length: count }, (_, i) => `field ${i}`);
      const { store, place } = await stored(
        fieldsOf(Object.fromEntries(names.map((name) => [name, name]))),
        new Map(names.map((name, i) => [name, i % 5 === 0 ? encoder.encode('kept') : undefined])),
      );
      const all = await loaded(store, place);
      expect(Object.keys(all)).toHaveLength(count / 5);
      expect(all['field 0']).toBe('kept');
      expect(all['field 49995']).toBe('kept');
    }, 30_000);

    it('are read by the start of their names', async () => {
      const { store, place } = await stored(
        fieldsOf({ 'e/a/1': '1', 'e/a/2': '2', 'e/b/1': '3', 'E/a/1': '4', 'x/e/a/': '5', 'e/a': '6' }),
      );
      const read = async (prefix: string) =>
        (await store.read(place, prefix)).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]).sort();
      expect(await read('e/a/')).toEqual([
        ['e/a/1', '1'],
        ['e/a/2', '2'],
      ]);
      expect(await read('nothing')).toEqual([]);
      expect(await read('')).toHaveLength(6);
    });

    it.each(['%', '_', '*', '?', '[a', '\\', '^', '🚲'])(
      'are read by a prefix with %j in it literally',
      async (sign) => {
        const { store, place } = await stored(fieldsOf({ [`${sign}/x`]: 'hit', 'a/x': 'other', 'aa/x': 'other' }));
        expect((await store.read(place, `${sign}/`)).map(({ name }) => name)).toEqual([`${sign}/x`]);
      },
    );

    it('of a partition that nobody ever owned are none', async () => {
      expect(await subject.current.store.read(subject.newPlace(), '')).toEqual([]);
      expect(await loaded(subject.current.store, subject.newPlace())).toEqual({});
    });
  });
}

function outboxContract(subject: StateStoreSubject): void {
  describe('outbox', () => {
    const idsOf = (rows: readonly { epoch: number; version: number }[]) =>
      rows.map(({ epoch, version }) => `${epoch}-${version}`);

    /** Rows of two owners: 1000-1 to 1000-3, then 2000-4 and 2000-5; the commit 1000-2 carries none. */
    async function filled() {
      const { store } = subject.current;
      const place = subject.newPlace();
      const first = await store.acquire(place, 1_000);
      for (let version = 0; version < 3; version++)
        await store.commit({
          ...nothing,
          ...place,
          ...first,
          version,
          offsets: {},
          outbox: version === 1 ? undefined : 'x',
        });
      const second = await store.acquire(place, 2_000);
      for (let version = 3; version < 5; version++)
        await store.commit({ ...nothing, ...place, ...second, version, offsets: {}, outbox: 'y' });
      const rows = async () => idsOf((await store.acquire(place, 0)).outbox);
      return { store, place, rows };
    }

    it('keeps its rows in the order of their commits, over several owners', async () => {
      const { rows } = await filled();
      expect(await rows()).toEqual(['1000-1', '1000-3', '2000-4', '2000-5']);
    });

    it.each([
      { upTo: { epoch: 1_000, version: 1 }, left: ['1000-3', '2000-4', '2000-5'] },
      { upTo: { epoch: 1_000, version: 2 }, left: ['1000-3', '2000-4', '2000-5'] },
      { upTo: { epoch: 1_000, version: 3 }, left: ['2000-4', '2000-5'] },
      { upTo: { epoch: 1_999, version: 9 }, left: ['2000-4', '2000-5'] },
      { upTo: { epoch: 2_000, version: 5 }, left: [] },
      { upTo: { epoch: 999, version: 9 }, left: ['1000-1', '1000-3', '2000-4', '2000-5'] },
    ])('is trimmed up to $upTo.epoch-$upTo.version, however often', async ({ upTo, left }) => {
      const { store, place, rows } = await filled();
      await store.trim(place, upTo);
      await store.trim(place, upTo);
      expect(await rows()).toEqual(left);
    });

    it('goes on after everything was trimmed', async () => {
      const { store, place } = await filled();
      await store.trim(place, { epoch: 2_000, version: 5 });
      const { epoch, version } = await store.acquire(place, 3_000);
      expect(await store.commit({ ...nothing, ...place, epoch, version, outbox: 'z' })).toBe('applied');
      expect((await store.acquire(place, 4_000)).outbox).toEqual([{ epoch: 3_000, version: 6, row: 'z' }]);
    });

    it('keeps text as it is, the empty one too', async () => {
      const { store } = subject.current;
      const place = subject.newPlace();
      const { epoch } = await store.acquire(place, 1_000);
      const texts = ['', '{"town":"Zürich 🚲","line":"a\\nb"}', 'x'.repeat(200_000)];
      for (const [version, outbox] of texts.entries())
        await store.commit({ ...nothing, ...place, epoch, version, outbox });
      expect((await store.acquire(place, 2_000)).outbox.map(({ row }) => row)).toEqual(texts);
    });

    it('of a partition that nobody ever owned can be trimmed', async () => {
      const place = subject.newPlace();
      await subject.current.store.trim(place, { epoch: 1, version: 1 });
      expect(await subject.current.store.epoch(place)).toBeUndefined();
    });
  });
}

function journalContract(subject: StateStoreSubject): void {
  describe('journal', () => {
    async function filled(count: number) {
      const { store } = subject.current;
      const place = subject.newPlace();
      const { epoch } = await store.acquire(place, 1_000);
      for (let version = 0; version < count; version++)
        await store.commit({
          ...nothing,
          ...place,
          epoch,
          version,
          journal: version % 2 === 0 ? `row ${version + 1}` : undefined,
        });
      return { store, place };
    }

    it('keeps the row of each commit that has one, by version, in order', async () => {
      const { store, place } = await filled(6);
      expect(await journalOf(store, place, 0)).toEqual([
        [1, 'row 1'],
        [3, 'row 3'],
        [5, 'row 5'],
      ]);
    });

    it.each([
      { after: 0, versions: [1, 3, 5] },
      { after: 1, versions: [3, 5] },
      { after: 2, versions: [3, 5] },
      { after: 5, versions: [] },
      { after: 99, versions: [] },
    ])('is read from above version $after', async ({ after, versions }) => {
      const { store, place } = await filled(6);
      expect((await journalOf(store, place, after)).map(([version]) => version)).toEqual(versions);
    });

    it('is read in full when it is longer than a page', async () => {
      const { store, place } = await filled(4_200);
      const versions = (await journalOf(store, place, 0)).map(([version]) => version);
      expect(versions).toEqual(Array.from({ length: 2_100 }, (_, i) => 2 * i + 1));
    }, 30_000);

    it('is trimmed up to a version, however often', async () => {
      const { store, place } = await filled(6);
      for (let times = 0; times < 2; times++) await store.trimJournal(place, 3);
      expect(await journalOf(store, place, 0)).toEqual([[5, 'row 5']]);
    });

    it('of a partition that nobody ever owned is empty', async () => {
      const { store } = subject.current;
      const place = subject.newPlace();
      await store.trimJournal(place, 1);
      expect(await journalOf(store, place, 0)).toEqual([]);
    });
  });
}
