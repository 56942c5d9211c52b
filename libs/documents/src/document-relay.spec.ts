import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';

import { compacted, defineEvent } from '@roadworthy/contracts';
import type { NewRecord } from '@roadworthy/stream';

import { DocumentRelay } from './document-relay.js';
import type { DocumentKind, DocumentRepository } from './document-repository.js';
import { MemoryDocumentRepository, MemoryDocumentStore } from './memory/memory-document.repository.js';
import { WakingDocumentRepository } from './waking-document.repository.js';

const note = z.object({ text: z.string() });
const kind: DocumentKind<z.output<typeof note>> = { collection: 'notes', schemaVersion: 1, read: (d) => note.parse(d) };
const event = defineEvent({
  topic: 'rw.test.notes.v1',
  summary: 'A note.',
  publisher: 'test',
  key: ({ tenant, id }) => `${tenant}/${id}`,
  meetsBy: ({ tenant }) => tenant,
  retention: compacted,
  data: note.extend({ tenant: z.string(), id: z.string(), version: z.int(), deleted: z.boolean() }),
});

/** A log that may fail, and may be held up between being asked and having written. */
class TestLog {
  readonly records: NewRecord[] = [];
  beforeAppend: () => Promise<void> = async () => {};
  afterAppend: () => void = () => {};

  async append(records: readonly NewRecord[]): Promise<void> {
    await this.beforeAppend();
    this.records.push(...records);
    this.afterAppend();
  }

  published(id?: string): string[] {
    const all = this.records.map(({ value }) => event.parse(JSON.parse(String(value))));
    return all.filter((data) => id === undefined || data.id === id).map((data) => `${data.id}${data.version}`);
  }
}

const fresh = (id: string) => ({ id, tenant: 'default', data: { text: id }, at: 1_000 });
const change = (id: string, version: number) => ({ id, version, data: { text: `${id}${version}` }, at: 2_000 });

/** Resolves when everything is published. */
async function settled(documents: DocumentRepository<unknown>): Promise<void> {
  while ((await documents.unpublished(1)).length > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('DocumentRelay', () => {
  const relays: { stop(): Promise<boolean> }[] = [];
  const relayOver = (
    documents: DocumentRepository<z.output<typeof note>>,
    log: TestLog,
    options: { readonly intervalMs?: number; readonly onFailure?: (error: unknown) => void } = {},
  ) => {
    const relay = new DocumentRelay({
      documents,
      log,
      event,
      source: '/test/0',
      dataOf: ({ tenant, id, version, removed, data }) => ({ ...data, tenant, id, version, deleted: removed }),
      intervalMs: 1_000_000,
      ...options,
    });
    relays.push(relay);
    return relay;
  };
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });

  it('publishes what was written before it started, in the order of versions', async () => {
    const documents = new MemoryDocumentRepository(kind);
    const log = new TestLog();
    await documents.insert(fresh('a'));
    await documents.replace(change('a', 1));
    await documents.insert(fresh('b'));
    await documents.remove({ id: 'a', version: 2, at: 3_000 });
    relayOver(documents, log).start();
    await settled(documents);
    expect(log.published('a')).toEqual(['a1', 'a2', 'a3']);
    expect(log.published('b')).toEqual(['b1']);
    expect(await documents.latest('a')).toMatchObject({ publishedVersion: 3 });
  });

  it('writes a CloudEvent with the key and the partition of the contract', async () => {
    const documents = new MemoryDocumentRepository(kind);
    const log = new TestLog();
    await documents.insert(fresh('a'));
    relayOver(documents, log).start();
    await settled(documents);
    expect(log.records).toEqual([
      {
        topic: 'rw.test.notes.v1',
        key: 'default/a',
        meetsBy: 'default',
        value: '{"text":"a","tenant":"default","id":"a","version":1,"deleted":false}',
        headers: expect.objectContaining({
          ce_type: 'rw.test.notes.v1',
          ce_source: '/test/0',
          ce_id: 'a/1',
          ce_time: '1970-01-01T00:00:01.000Z',
        }),
      },
    ]);
  });

  it('wakes on a write', async () => {
    const log = new TestLog();
    const documents = new MemoryDocumentRepository(kind);
    const relay = relayOver(documents, log);
    const waking = new WakingDocumentRepository(documents, () => relay.wake());
    relay.start();
    await waking.insert(fresh('a'));
    await settled(documents);
    await waking.replace(change('a', 1));
    await settled(documents);
    await waking.remove({ id: 'a', version: 2, at: 3_000 });
    await settled(documents);
    expect(log.published()).toEqual(['a1', 'a2', 'a3']);
  });

  it('finds what another process wrote by its timer', async () => {
    const log = new TestLog();
    const documents = new MemoryDocumentRepository(kind);
    relayOver(documents, log, { intervalMs: 1 }).start();
    await documents.insert(fresh('a'));
    await settled(documents);
    expect(log.published()).toEqual(['a1']);
  });

  it('does not lose a wake that comes while it works', async () => {
    const log = new TestLog();
    const documents = new MemoryDocumentRepository(kind);
    const relay = relayOver(documents, log);
    for (let version = 0; version < 200; version++) {
      await (version === 0 ? documents.insert(fresh('a')) : documents.replace(change('a', version)));
      relay.wake();
    }
    await settled(documents);
    expect(log.published()).toEqual(Array.from({ length: 200 }, (_, i) => `a${i + 1}`));
  });

  it('tries again after a failure, and says so', async () => {
    const log = new TestLog();
    const documents = new MemoryDocumentRepository(kind);
    const failures: unknown[] = [];
    let isDown = true;
    log.beforeAppend = async () => {
      if (isDown) throw new Error('down');
    };
    await documents.insert(fresh('a'));
    const { promise: failed, resolve } = Promise.withResolvers<void>();
    const onFailure = (error: unknown) => {
      failures.push(error);
      resolve();
    };
    relayOver(documents, log, { intervalMs: 1, onFailure }).start();
    await failed;
    isDown = false;
    await settled(documents);
    expect(log.published()).toEqual(['a1']);
    expect(failures).toContainEqual(new Error('down'));
  });

  it('repeats after a crash between the log and the mark, and loses nothing', async () => {
    const store = new MemoryDocumentStore();
    const documents = new MemoryDocumentRepository(kind, store);
    const log = new TestLog();
    await documents.insert(fresh('a'));
    await documents.replace(change('a', 1));
    const { promise: crashed, resolve } = Promise.withResolvers<unknown>();
    log.afterAppend = () => {
      throw new Error('killed');
    };
    const first = relayOver(documents, log, { onFailure: resolve });
    first.start();
    await crashed;
    await first.stop();
    log.afterAppend = () => {};
    relayOver(new MemoryDocumentRepository(kind, store), log).start();
    await settled(documents);
    expect(log.published()).toEqual(['a1', 'a2', 'a1', 'a2']);
  });

  it('ends with the newest version when an older one of a slow relay comes late', async () => {
    const store = new MemoryDocumentStore();
    const documents = new MemoryDocumentRepository(kind, store);
    const [fast, slow] = [new TestLog(), new TestLog()];
    const both: NewRecord[] = [];
    fast.afterAppend = () => both.push(...fast.records.splice(0));
    slow.afterAppend = () => both.push(...slow.records.splice(0));
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
    const { promise: release, resolve: letGo } = Promise.withResolvers<void>();
    slow.beforeAppend = () => {
      held();
      return release;
    };
    await documents.insert(fresh('a'));
    const late = relayOver(new MemoryDocumentRepository(kind, store), slow);
    late.wake();
    await isHeld;
    await documents.replace(change('a', 1));
    relayOver(documents, fast).wake();
    await settled(documents);
    letGo();
    while (both.length < 4) await new Promise((resolve) => setImmediate(resolve));
    await late.stop();
    const published = both.map(({ value }) => event.parse(JSON.parse(String(value))).version);
    expect(published).toEqual([1, 2, 1, 2]);
  });

  it('publishes nothing after it was stopped', async () => {
    const log = new TestLog();
    const documents = new MemoryDocumentRepository(kind);
    const relay = relayOver(documents, log, { intervalMs: 1 });
    relay.start();
    expect(await relay.stop()).toBe(true);
    await documents.insert(fresh('a'));
    relay.wake();
    expect(log.published()).toEqual([]);
    expect(await documents.unpublished(10)).toHaveLength(1);
  });

  it('does not wait for a log that never answers when it is stopped', async () => {
    const log = new TestLog();
    const documents = new MemoryDocumentRepository(kind);
    await documents.insert(fresh('a'));
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
    log.beforeAppend = () => {
      held();
      return new Promise(() => {});
    };
    const relay = relayOver(documents, log);
    relay.start();
    await isHeld;
    expect(await relay.stop(1)).toBe(false);
    relays.pop();
  });

  it('publishes each version at least once and in order, whatever is written and whenever it crashes', async () => {
    const action = fc.record({
      id: fc.constantFrom('a', 'b'),
      isRemoval: fc.boolean(),
      crash: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const store = new MemoryDocumentStore();
        const documents = new MemoryDocumentRepository(kind, store);
        const log = new TestLog();
        for (const { id, isRemoval, crash } of actions) {
          const seen = await documents.find(id);
          if (!seen) await documents.insert(fresh(id));
          else if (isRemoval) await documents.remove({ id, version: seen.version, at: 3_000 });
          else await documents.replace(change(id, seen.version));
          if (crash < 3) await crashingPass(store, log, crash);
        }
        relayOver(documents, log).wake();
        await settled(documents);
        for (const id of ['a', 'b']) expectOrdered(log.published(id), await documents.latest(id));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  /** One pass of a relay that dies before the log has the records, after that, or not at all. */
  async function crashingPass(store: MemoryDocumentStore, log: TestLog, crash: number): Promise<void> {
    const { promise: crashed, resolve } = Promise.withResolvers<unknown>();
    const die = () => {
      throw new Error('killed');
    };
    if (crash === 0) log.beforeAppend = async () => die();
    if (crash === 1) log.afterAppend = die;
    const relay = relayOver(new MemoryDocumentRepository(kind, store), log, { onFailure: resolve });
    relay.wake();
    if (crash < 2) await crashed;
    await relay.stop();
    log.beforeAppend = async () => {};
    log.afterAppend = () => {};
  }

  function expectOrdered(published: readonly string[], latest: { readonly version: number } | undefined): void {
    const versions = published.map((text) => Number(text.slice(1)));
    const firsts = [...new Set(versions)];
    expect(firsts).toEqual(Array.from({ length: latest?.version ?? 0 }, (_, i) => i + 1));
    expect(versions.at(-1)).toBe(latest?.version);
  }
});
