import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import type { DocumentKind, DocumentRepository, StoredDocument } from './document-repository.js';
import { DuplicateDocumentError, NewerSchemaError, StaleVersionError } from './errors.js';

const note = z.object({ text: z.string(), count: z.int(), labels: z.record(z.string(), z.string()).optional() });
export type Note = z.output<typeof note>;

/** The documents of the suite; schema version 1 called the count `n`. */
export const notes: DocumentKind<Note> = {
  collection: 'notes',
  schemaVersion: 2,
  read: (data, schemaVersion) => {
    if (schemaVersion > 1) return note.parse(data);
    const { n, ...rest } = z.object({ text: z.string(), n: z.int() }).parse(data);
    return { ...rest, count: n };
  },
};

/** The kind as the release before and the release after knew it. */
export const olderNotes: DocumentKind<unknown> = { collection: 'notes', schemaVersion: 1, read: (data) => data };
export const newerNotes: DocumentKind<unknown> = { collection: 'notes', schemaVersion: 3, read: (data) => data };

/** Several repositories over one empty store, as several processes have them. */
export interface OpenedDocuments {
  open<T>(kind: DocumentKind<T>): DocumentRepository<T>;
  close(): Promise<void>;
}

const fresh = (id: string, tenant = 'default') => ({ id, tenant, data: { text: id, count: 0 }, at: 1_000 });
const ids = (documents: readonly { readonly id: string }[]) => documents.map(({ id }) => id);
const numbers = (versions: readonly { readonly version: number }[]) => versions.map(({ version }) => version);

/** What every adapter of the port keeps. */
export function documentRepositoryContract(openStore: () => Promise<OpenedDocuments>): void {
  let store: OpenedDocuments;
  let documents: DocumentRepository<Note>;

  beforeEach(async () => {
    store = await openStore();
    documents = store.open(notes);
  });
  afterEach(() => store.close());

  describe('writing', () => {
    it('finds what was inserted', async () => {
      const inserted = await documents.insert(fresh('a'));
      expect(inserted).toEqual({
        id: 'a',
        tenant: 'default',
        version: 1,
        publishedVersion: 0,
        updatedAt: 1_000,
        removed: false,
        data: { text: 'a', count: 0 },
      });
      expect(await documents.find('a')).toEqual(inserted);
      expect(await store.open(notes).find('a')).toEqual(inserted);
    });

    it('keeps data as it is, whatever its field names', async () => {
      const data = { text: 'ünï ❤', count: -1, labels: { 'a.b': '$x', $where: '1', '': 'empty' } };
      await documents.insert({ ...fresh('a'), data });
      expect((await documents.find('a'))?.data).toEqual(data);
    });

    it('does not follow changes that a caller makes to its own data', async () => {
      const data = { text: 'before', count: 0 };
      await documents.insert({ ...fresh('a'), data });
      data.text = 'after';
      expect((await documents.find('a'))?.data.text).toBe('before');
    });

    it('finds nothing where nothing was inserted', async () => {
      expect(await documents.find('a')).toBeUndefined();
      expect(await documents.latest('a')).toBeUndefined();
    });

    it('refuses an id that is taken', async () => {
      await documents.insert(fresh('a'));
      await expect(documents.insert(fresh('a'))).rejects.toThrow(DuplicateDocumentError);
      expect(numbers(await documents.unpublished(10))).toEqual([1]);
    });

    it('replaces the version that the writer saw', async () => {
      await documents.insert(fresh('a'));
      const replaced = await documents.replace({ id: 'a', version: 1, data: { text: 'b', count: 1 }, at: 2_000 });
      expect(replaced).toMatchObject({ version: 2, updatedAt: 2_000, data: { text: 'b', count: 1 } });
      expect(await documents.find('a')).toEqual(replaced);
    });

    it.each([0, 1, 3])('refuses a writer that saw version %i when it is 2', async (version) => {
      await documents.insert(fresh('a'));
      await documents.replace({ id: 'a', version: 1, data: { text: 'b', count: 1 }, at: 2_000 });
      const late = { id: 'a', version, data: { text: 'c', count: 2 }, at: 3_000 };
      await expect(documents.replace(late)).rejects.toMatchObject({ code: 'stale-version', seen: version, current: 2 });
      await expect(documents.remove(late)).rejects.toMatchObject({ code: 'stale-version', seen: version, current: 2 });
      expect(await documents.find('a')).toMatchObject({ version: 2, data: { text: 'b' } });
      expect(numbers(await documents.unpublished(10))).toEqual([1, 2]);
    });

    it('has no current version of a document that does not exist', async () => {
      const nowhere = { id: 'a', version: 1, data: { text: '', count: 0 }, at: 0 };
      await expect(documents.replace(nowhere)).rejects.toMatchObject({ current: undefined });
      await expect(documents.remove(nowhere)).rejects.toThrow(StaleVersionError);
    });
  });

  describe('removing', () => {
    it('finds the document no more, but keeps the fact to be published', async () => {
      await documents.insert(fresh('a'));
      const removed = await documents.remove({ id: 'a', version: 1, at: 2_000 });
      expect(removed).toMatchObject({ version: 2, removed: true, updatedAt: 2_000 });
      expect(await documents.find('a')).toBeUndefined();
      expect(await documents.list({ tenant: 'default', limit: 10 })).toEqual([]);
      expect(await documents.unpublished(10)).toMatchObject([
        { version: 1, removed: false },
        { version: 2, removed: true, data: { text: 'a', count: 0 } },
      ]);
    });

    it('refuses a further write', async () => {
      await documents.insert(fresh('a'));
      await documents.remove({ id: 'a', version: 1, at: 2_000 });
      const late = { id: 'a', version: 2, data: { text: '', count: 0 }, at: 0 };
      await expect(documents.replace(late)).rejects.toMatchObject({ current: undefined });
      await expect(documents.remove(late)).rejects.toMatchObject({ current: undefined });
    });

    it.each([{ published: true }, { published: false }])(
      'goes on with its versions when the id is used again (published: $published)',
      async ({ published }) => {
        await documents.insert(fresh('a'));
        await documents.remove({ id: 'a', version: 1, at: 2_000 });
        if (published) await documents.markPublished('a', 2);
        const again = await documents.insert({ ...fresh('a'), at: 3_000 });
        expect(again).toMatchObject({ version: 3, removed: false, publishedVersion: published ? 2 : 0 });
        expect(await documents.find('a')).toEqual(again);
        await expect(documents.insert(fresh('a'))).rejects.toThrow(DuplicateDocumentError);
      },
    );
  });

  describe('listing', () => {
    beforeEach(async () => {
      for (const id of ['d', 'b', 'e', 'a', 'c']) await documents.insert(fresh(id));
      await documents.insert(fresh('b2', 'other'));
    });

    it('goes page by page in the order of ids', async () => {
      expect(ids(await documents.list({ tenant: 'default', limit: 2 }))).toEqual(['a', 'b']);
      expect(ids(await documents.list({ tenant: 'default', limit: 2, after: 'b' }))).toEqual(['c', 'd']);
      expect(ids(await documents.list({ tenant: 'default', limit: 2, after: 'd' }))).toEqual(['e']);
      expect(ids(await documents.list({ tenant: 'default', limit: 2, after: 'e' }))).toEqual([]);
    });

    it('shows a tenant its own documents only', async () => {
      expect(ids(await documents.list({ tenant: 'other', limit: 10 }))).toEqual(['b2']);
      expect(ids(await documents.list({ tenant: 'nobody', limit: 10 }))).toEqual([]);
    });

    it('misses none and shows none twice while others come and go', async () => {
      const seen = ids(await documents.list({ tenant: 'default', limit: 2 }));
      await documents.remove({ id: 'b', version: 1, at: 2_000 });
      await documents.insert(fresh('aa'));
      for (let page = seen; page.length > 0;) {
        page = ids(await documents.list({ tenant: 'default', limit: 2, after: seen.at(-1) ?? '' }));
        seen.push(...page);
      }
      expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    });
  });

  describe('publishing', () => {
    it('hands out every version of a document in order', async () => {
      await documents.insert(fresh('a'));
      await documents.insert(fresh('b'));
      await documents.replace({ id: 'a', version: 1, data: { text: 'a', count: 1 }, at: 2_000 });
      const versions = await documents.unpublished(10);
      expect(numbers(versions.filter(({ id }) => id === 'a'))).toEqual([1, 2]);
      expect(numbers(versions.filter(({ id }) => id === 'b'))).toEqual([1]);
      expect(versions.filter(({ id }) => id === 'a').map(({ data }) => data.count)).toEqual([0, 1]);
    });

    it('leaves no gap at its limit', async () => {
      let version = 1;
      await documents.insert(fresh('a'));
      for (; version < 5; version++)
        await documents.replace({ id: 'a', version, data: { text: 'a', count: version }, at: 2_000 });
      expect(numbers(await documents.unpublished(3))).toEqual([1, 2, 3]);
      await documents.markPublished('a', 3);
      expect(numbers(await documents.unpublished(3))).toEqual([4, 5]);
    });

    it('hands out nothing that was published', async () => {
      await documents.insert(fresh('a'));
      expect(await documents.markPublished('a', 1)).toBe(1);
      expect(await documents.unpublished(10)).toEqual([]);
      expect(await documents.find('a')).toMatchObject({ version: 1, publishedVersion: 1 });
    });

    it('tells the newest version to whoever published an older one', async () => {
      await documents.insert(fresh('a'));
      await documents.replace({ id: 'a', version: 1, data: { text: 'a', count: 1 }, at: 2_000 });
      expect(await documents.markPublished('a', 1)).toBe(2);
      expect(await documents.markPublished('a', 2)).toBe(2);
      expect(await documents.find('a')).toMatchObject({ publishedVersion: 2 });
    });

    it('never takes a publication back', async () => {
      await documents.insert(fresh('a'));
      await documents.replace({ id: 'a', version: 1, data: { text: 'a', count: 1 }, at: 2_000 });
      await documents.markPublished('a', 2);
      expect(await documents.markPublished('a', 1)).toBe(2);
      expect(await documents.find('a')).toMatchObject({ publishedVersion: 2 });
      expect(await documents.unpublished(10)).toEqual([]);
    });

    it('refuses a document that never was', async () => {
      await expect(documents.markPublished('a', 1)).rejects.toThrow(StaleVersionError);
    });
  });

  describe('schema versions', () => {
    it('reads what an older release wrote', async () => {
      await store.open(olderNotes).insert({ id: 'a', tenant: 'default', data: { text: 'old', n: 7 }, at: 1_000 });
      expect(await documents.find('a')).toMatchObject({ data: { text: 'old', count: 7 } });
      expect(await documents.unpublished(10)).toMatchObject([{ data: { text: 'old', count: 7 } }]);
    });

    it('refuses what a newer release wrote', async () => {
      await store.open(newerNotes).insert({ id: 'a', tenant: 'default', data: { text: 'new' }, at: 1_000 });
      await expect(documents.find('a')).rejects.toThrow(NewerSchemaError);
    });

    it('keeps collections apart', async () => {
      const others = store.open({ ...notes, collection: 'others' });
      await documents.insert(fresh('a'));
      await others.insert(fresh('a'));
      await others.markPublished('a', 1);
      expect(ids(await documents.unpublished(10))).toEqual(['a']);
    });
  });

  describe('32 writers at once', () => {
    const writers = Array.from({ length: 32 }, (_, i) => i);
    const places = ['a', 'b', 'c'];
    const writesEach = 12;

    /** Adds one to a count, as often as it takes. */
    async function increment(repository: DocumentRepository<Note>, id: string): Promise<number> {
      for (let refused = 0; ; refused++) {
        const seen = await repository.find(id);
        if (!seen) throw new Error(`${id} is gone`);
        const next = { ...seen.data, count: seen.data.count + 1 };
        const written = await repository.replace({ id, version: seen.version, data: next, at: 2_000 }).catch(staleOnly);
        if (written) return refused;
      }
    }

    const staleOnly = (error: unknown): undefined => {
      if (!(error instanceof StaleVersionError)) throw error;
    };

    it('are all applied, each once', async () => {
      for (const id of places) await documents.insert(fresh(id));
      const handles = writers.map(() => store.open(notes));
      const refused = await Promise.all(
        handles.map(async (repository, writer) => {
          let count = 0;
          for (let i = 0; i < writesEach; i++)
            count += await increment(repository, places[(writer + i) % places.length] ?? '');
          return count;
        }),
      );
      const found = await documents.list({ tenant: 'default', limit: 10 });
      const total = writers.length * writesEach;
      expect(found.reduce((sum, { data }) => sum + data.count, 0)).toBe(total);
      expect(found.reduce((sum, { version }) => sum + version, 0)).toBe(total + places.length);
      expect(refused.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
      expect(await documents.unpublished(total + 100)).toHaveLength(total + places.length);
    });

    it('let one insert of an id through', async () => {
      const attempts = writers.map(() => store.open(notes).insert(fresh('a')));
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(errors.every((error) => error instanceof DuplicateDocumentError)).toBe(true);
    });

    it('let one removal of a version through', async () => {
      await documents.insert(fresh('a'));
      const attempts = writers.map(() => store.open(notes).remove({ id: 'a', version: 1, at: 2_000 }));
      const outcomes = await Promise.allSettled<StoredDocument<Note>>(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(numbers(await documents.unpublished(10))).toEqual([1, 2]);
    });
  });
}
