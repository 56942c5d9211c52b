import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  inboxTopic,
  ingestDeadLetters,
  metricSamples,
  packSamples,
  type Sample,
  unpackSamples,
} from '@roadworthy/contracts';
import { RunningService, until } from '@roadworthy/testing';
import fc from 'fast-check';

import { IngestModule } from '../../ingest.module.js';

const now = Date.now();
const day = 86_400_000;
const good = (changes: object = {}) => ({
  time: now,
  service: 'shop',
  name: 'requests',
  good: 9,
  total: 10,
  ...changes,
});

const batchOf = (...data: unknown[]) =>
  data.map((item, i) => ({ specversion: '1.0', id: `${i}`, source: '/shop', type: 'sample', data: item }));

interface Answer {
  accepted: number;
  rejected: { index: number; pointer: string; code: string; detail: string }[];
}

describe('the doors of ingest', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(IngestModule);
  });
  afterAll(() => service.stop());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${service.url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });

  /** Everything that reached a topic, in order within its partitions. */
  async function recordsOf(topic: string) {
    const ranges = await service.log.ranges(topic);
    const pages = ranges.map(({ partition }) => service.log.read({ topic, partition, offset: 0, limit: 100_000 }));
    return (await Promise.all(pages)).flat();
  }
  async function samplesOf(name: string): Promise<(Sample & { service: string })[]> {
    const records = await recordsOf(metricSamples.topic);
    return records
      .map(({ value }) => metricSamples.parse(JSON.parse(Buffer.from(value ?? []).toString())))
      .flatMap((record) => unpackSamples(record).map((sample) => ({ ...sample, service: record.service })))
      .filter((sample) => sample.name === name);
  }

  /** The names of the requests that brought samples of a metric, as the log has them. */
  async function requestsOf(metric: string): Promise<string[]> {
    return (await recordsOf(metricSamples.topic))
      .map(({ value }) => metricSamples.parse(JSON.parse(Buffer.from(value ?? []).toString())))
      .filter((record) => unpackSamples(record).some(({ name }) => name === metric))
      .flatMap(({ requests = [] }) => requests.map(([hash]) => hash));
  }

  describe('JSON', () => {
    it('acknowledges what the log has, sample by sample', async () => {
      const samples = [
        good({ name: 'json.ratio', labels: { route: '/' } }),
        { time: new Date(now).toISOString(), service: 'shop', name: 'json.value', value: -1.5, unit: 's', id: 'a' },
        { time: now, service: 'shop', name: 'json.histogram', histogram: { bounds: [1, 2], counts: [3, 0, 4] } },
      ];
      const answer = await post('/v1/samples', { samples });
      expect([answer.status, await answer.json()]).toEqual([202, { accepted: 3, rejected: [] }]);
      expect(await samplesOf('json.ratio')).toMatchObject([
        { service: 'shop', kind: 'ratio', time: now, good: 9, total: 10, labels: { route: '/' } },
      ]);
      expect(await samplesOf('json.value')).toMatchObject([
        { kind: 'value', time: now, value: -1.5, unit: 's', id: 'a' },
      ]);
      expect(await samplesOf('json.histogram')).toMatchObject([
        { kind: 'histogram', temporality: 'delta', histogram: { bounds: [1, 2], counts: [3, 0, 4] } },
      ]);
    });

    it('takes one sample without a list, gzipped too', async () => {
      const body = gzipSync(JSON.stringify(good({ name: 'json.single' })));
      expect((await post('/v1/samples', body, { 'content-encoding': 'gzip' })).status).toBe(202);
      expect(await samplesOf('json.single')).toHaveLength(1);
    });

    it.each([
      { what: 'a negative count', sample: good({ good: -1 }), pointer: '/good', detail: /-1$/ },
      {
        what: 'good above total',
        sample: good({ good: 11 }),
        pointer: '/good',
        detail: 'good must be at most total 10, got 11',
      },
      { what: 'a fraction of an event', sample: good({ good: 0.5 }), pointer: '/good', detail: /0\.5$/ },
      { what: 'a count above 2^53', sample: good({ total: 2 ** 53 }), pointer: '/total', detail: /9007199254740992$/ },
      { what: 'a string for a number', sample: good({ total: '10' }), pointer: '/total', detail: /"10"$/ },
      { what: 'good without total', sample: good({ total: undefined }), pointer: '/total', detail: /come together/ },
      { what: 'two shapes', sample: good({ value: 1 }), pointer: '', detail: /exactly one of .* got value and good/ },
      { what: 'no shape', sample: { time: now, service: 's', name: 'n' }, pointer: '', detail: /got none/ },
      { what: 'no time', sample: good({ time: undefined }), pointer: '/time', detail: /RFC 3339.*, got nothing$/ },
      { what: 'a time that is none', sample: good({ time: 'noon' }), pointer: '/time', detail: /got "noon"$/ },
      { what: 'the future', sample: good({ time: now + 120_000 }), pointer: '/time', detail: /at most 60 s ahead/ },
      { what: 'ancient times', sample: good({ time: now - 8 * day }), pointer: '/time', detail: /at most 7 days ago/ },
      { what: 'an unknown field', sample: good({ colour: 'red' }), pointer: '/colour', detail: /got "red"$/ },
      {
        what: 'an unknown kind',
        sample: good({ good: undefined, total: undefined, sketch: {} }),
        pointer: '/sketch',
        detail: /./,
      },
      { what: 'a bad name', sample: good({ name: '1x' }), pointer: '/name', detail: /got "1x"$/ },
      { what: 'a bad service', sample: good({ service: 'a/b' }), pointer: '/service', detail: /got "a\/b"$/ },
      { what: 'a label that is a number', sample: good({ labels: { a: 1 } }), pointer: '/labels/a', detail: /got 1$/ },
      {
        what: 'control characters',
        sample: good({ labels: { a: '\u0000' } }),
        pointer: '/labels/a',
        detail: /control/,
      },
      {
        what: 'a reserved label',
        sample: good({ labels: { constructor: 'x' } }),
        pointer: '/labels/constructor',
        detail: 'a label cannot be "constructor"',
      },
      {
        what: 'a label with a space',
        sample: good({ labels: { 'a b': 'x' } }),
        pointer: '/labels/a b',
        detail: /^a label is .* got "a b"$/,
      },
      { what: 'a long label', sample: good({ labels: { a: 'x'.repeat(257) } }), pointer: '/labels/a', detail: /256/ },
      { what: 'a long id', sample: good({ id: 'x'.repeat(201) }), pointer: '/id', detail: /200/ },
      { what: 'a long unit', sample: good({ unit: 'x'.repeat(64) }), pointer: '/unit', detail: /63/ },
      {
        what: '33 labels',
        sample: good({ labels: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, ''])) }),
        pointer: '/labels',
        detail: 'labels must be at most 32, got 33',
      },
      { what: 'a list', sample: [], pointer: '', detail: 'sample must be an object, got []' },
      { what: 'null', sample: null, pointer: '', detail: /got null$/ },
      {
        what: 'bounds that fall',
        sample: { time: now, service: 's', name: 'n', histogram: { bounds: [2, 1], counts: [1, 1, 1] } },
        pointer: '/histogram/bounds',
        detail: /must rise/,
      },
    ])('refuses $what, points at it and keeps the rest', async ({ sample, pointer, detail }) => {
      const name = `kept.${Math.random().toString(36).slice(2)}`;
      const answer = await post('/v1/samples', { samples: [good({ name }), sample] });
      const { accepted, rejected } = (await answer.json()) as Answer;
      expect([answer.status, accepted, rejected[0]?.pointer]).toEqual([202, 1, `/samples/1${pointer}`]);
      expect(rejected[0]?.detail).toEqual(typeof detail === 'string' ? detail : expect.stringMatching(detail));
      expect(await samplesOf(name)).toHaveLength(1);
    });

    it.each([
      { what: 'a list', body: { samples: [good(), { time: now, service: 's', name: 'n' }] }, pointer: '/samples/1' },
      { what: 'a batch of events', body: batchOf(good(), null, 7), pointer: '/1/data', type: 'cloudevents-batch+json' },
    ])('points at the item where the whole sample is wrong, in $what', async ({ body, pointer, type = 'json' }) => {
      const answer = await post('/v1/samples', body, { 'content-type': `application/${type}` });
      const { rejected = [], errors = [] } = (await answer.json()) as Partial<Answer & { errors: Answer['rejected'] }>;
      expect([...rejected, ...errors][0]).toMatchObject({ pointer, detail: expect.stringMatching(/got (none|null)$/) });
    });

    it('names the whole body where a single sample is wrong as a whole', async () => {
      const answer = await post('/v1/samples', { time: now, service: 's', name: 'n' });
      expect(await answer.json()).toMatchObject({
        detail: 'no sample can be taken; body: exactly one of value, good with total, histogram; got none',
        errors: [{ pointer: '' }],
      });
    });

    it.each([
      { header: 'idempotency-key', value: 'k'.repeat(201), detail: /must have 1 to 200 characters, got 201$/ },
      { header: 'ce-id', value: 'i'.repeat(1001), detail: /needs id, .*, got "i+…$/ },
    ])('refuses the header $header by its name', async ({ header, value, detail }) => {
      const event = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/shop', 'ce-type': 'sample' };
      const headers = header.startsWith('ce-') ? { ...event, [header]: value } : { [header]: value };
      expect(await (await post('/v1/samples', good(), headers)).json()).toMatchObject({
        type: 'urn:roadworthy:problem:invalid-header',
        errors: [{ pointer: header, code: 'invalid-header', detail: expect.stringMatching(detail) }],
      });
    });

    it('refuses infinity, which JSON can only spell as a large number', async () => {
      const body = `{"samples":[{"time":${now},"service":"s","name":"n","value":1e999}]}`;
      expect(await (await post('/v1/samples', body)).json()).toMatchObject({
        status: 400,
        errors: [{ pointer: '/samples/0/value' }],
      });
    });

    it.each([
      { what: 'malformed JSON', body: '{"samples":[', status: 400 },
      { what: 'NaN', body: `{"time":${now},"service":"s","name":"n","value":NaN}`, status: 400 },
      { what: 'a prototype', body: `{"__proto__":{},"time":${now}}`, status: 400 },
      { what: 'a prototype as a label', body: `{"labels":{"__proto__":"x"},"time":${now}}`, status: 400 },
      { what: 'no samples', body: '{"samples":[]}', status: 400 },
      { what: 'a field beside samples', body: '{"samples":[],"x":1}', status: 400 },
      { what: 'a number', body: '7', status: 400 },
      { what: 'nothing', body: '', status: 400 },
      { what: 'deep nesting', body: `${'['.repeat(100_000)}${']'.repeat(100_000)}`, status: 400 },
      { what: '1,001 samples', body: JSON.stringify({ samples: Array(1001).fill(good()) }), status: 413 },
      { what: 'more than 1 MiB', body: `{"samples":["${'x'.repeat(1_048_576)}"]}`, status: 413 },
      { what: 'a zip bomb', body: gzipSync(Buffer.alloc(50_000_000, 0x20)), status: 413, gzip: true },
      { what: 'another type', body: 'a,b', status: 415, type: 'text/csv' },
    ])('refuses a body with $what', async ({ body, status, type = 'application/json', gzip }) => {
      const headers = { 'content-type': type, ...(gzip && { 'content-encoding': 'gzip' }) };
      const answer = await post('/v1/samples', body, headers);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it('answers any JSON with 202 or 400, and any bytes with a problem', async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.json(), fc.uint8Array({ maxLength: 200 })), async (body) => {
          expect([202, 400, 413]).toContain((await post('/v1/samples', body)).status);
        }),
        { seed: 11, numRuns: 150 },
      );
    });

    it('names a request by its idempotency key', async () => {
      const headers = { 'idempotency-key': 'order-7' };
      for (let i = 0; i < 2; i++) await post('/v1/samples', good({ name: 'json.keyed' }), headers);
      const rows = await requestsOf('json.keyed');
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatch(/^[0-9a-f]{16}$/);
      expect(rows[0]).toBe(rows[1]);
    });
  });

  describe('CloudEvents', () => {
    const attributes = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'com.example.sample' };

    it('come in binary mode', async () => {
      const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
      expect((await post('/v1/samples', good({ name: 'ce.binary' }), headers)).status).toBe(202);
      expect(await samplesOf('ce.binary')).toHaveLength(1);
    });

    it('come structured, and lend their time', async () => {
      const untimed = { ...good({ name: 'ce.structured' }), time: undefined };
      const event = { ...attributes, time: new Date(now).toISOString(), data: untimed };
      const headers = { 'content-type': 'application/cloudevents+json' };
      expect((await post('/v1/samples', event, headers)).status).toBe(202);
      expect(await samplesOf('ce.structured')).toMatchObject([{ time: now }]);
    });

    it('come in batches, each judged on its own', async () => {
      const batch = [
        { ...attributes, data: good({ name: 'ce.batch' }) },
        { ...attributes, id: 'e-2', data: { samples: [good({ name: 'ce.batch' }), good({ good: 11 })] } },
      ];
      const answer = await post('/v1/samples', batch, { 'content-type': 'application/cloudevents-batch+json' });
      const { accepted, rejected } = (await answer.json()) as Answer;
      expect([answer.status, accepted, rejected.map(({ index, pointer }) => [index, pointer])]).toEqual([
        202,
        2,
        [[2, '/1/data/samples/1/good']],
      ]);
      expect(await samplesOf('ce.batch')).toHaveLength(2);
    });

    it('name a sample by source and id, unless it has an id of its own', async () => {
      const named = (changes: object, sample: object = {}) => ({
        ...attributes,
        ...changes,
        data: good({ name: 'ce.named', ...sample }),
      });
      const batch = [named({}), named({}), named({ id: 'e-2' }), named({ source: '/x' }), named({}, { id: 'own' })];
      const headers = { 'content-type': 'application/cloudevents-batch+json' };
      expect((await post('/v1/samples', batch, headers)).status).toBe(202);
      const [first, again, ...others] = (await samplesOf('ce.named')).map(({ id }) => id);
      expect(first).toMatch(/^[0-9a-f]{16}$/);
      expect(again).toBe(first);
      expect(new Set([first, ...others]).size).toBe(4);
      expect(others).toContain('own');
    });

    it('name a list of samples, so that its repetition is recognised', async () => {
      const event = { ...attributes, data: { samples: [good({ name: 'ce.list' }), good({ name: 'ce.list' })] } };
      const headers = { 'content-type': 'application/cloudevents+json' };
      for (let i = 0; i < 2; i++) await post('/v1/samples', event, headers);
      const hashes = await requestsOf('ce.list');
      expect([hashes.length, new Set(hashes).size]).toEqual([2, 1]);
    });

    it.each([
      { what: 'another version', event: { ...attributes, specversion: '0.3', data: good() }, detail: /got "0.3"$/ },
      { what: 'no id', event: { ...attributes, id: undefined, data: good() }, detail: /needs id/ },
      { what: 'data in base64', event: { ...attributes, data_base64: 'e30=' }, detail: /JSON under data/ },
      {
        what: 'a nested attribute',
        event: { ...attributes, extra: { a: 1 }, data: good() },
        detail: /^\/extra: an attribute is a single value, got \{"a":1\}$/,
      },
      { what: 'no data', event: attributes, detail: /^\/data: samples must be in an object.*, got nothing$/ },
    ])('are refused with $what', async ({ event, detail }) => {
      const answer = await post('/v1/samples', event, { 'content-type': 'application/cloudevents+json' });
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { detail: string }).detail).toMatch(detail);
    });
  });

  describe('the inbox', () => {
    const send = async (value: unknown, headers: Record<string, string> = {}) => {
      const topic = inboxTopic('default');
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      await service.log.append([{ topic, key: undefined, meetsBy: String(Math.random()), value: text, headers }]);
    };
    const lettersWith = async (text: string) => {
      const letters = (await recordsOf(ingestDeadLetters.topic)).map(({ value }) =>
        ingestDeadLetters.parse(JSON.parse(Buffer.from(value ?? []).toString())),
      );
      return letters.filter(({ bytes }) => Buffer.from(bytes, 'base64').toString().includes(text));
    };

    it('takes plain and packed records', async () => {
      await send({ samples: [good({ name: 'inbox.plain' }), good({ name: 'inbox.plain', service: 'search' })] });
      await send(good({ name: 'inbox.plain' }));
      const packed: Sample = { kind: 'ratio', name: 'inbox.packed', labels: {}, time: now, good: 1, total: 2 };
      await send(packSamples({ tenant: 'other', service: 'shop', publisher: 'me', sequence: 1 }, [packed]));
      await until('three plain samples', async () => (await samplesOf('inbox.plain')).length === 3);
      expect(await until('a packed sample', async () => (await samplesOf('inbox.packed'))[0])).toMatchObject(packed);
      const tenants = (await recordsOf(metricSamples.topic)).map(({ key }) => key?.split('/')[0]);
      expect(new Set(tenants)).toEqual(new Set(['default']));
    });

    it('sends a bad record to the dead letter with reason and offset, and goes on', async () => {
      await send('{"samples":[ not json inbox.broken');
      await send(good({ name: 'inbox.after' }));
      await until('the record after it', async () => (await samplesOf('inbox.after'))[0]);
      const [letter] = await until('the dead letter', async () => {
        const letters = await lettersWith('inbox.broken');
        return letters.length > 0 && letters;
      });
      expect(letter).toMatchObject({ processor: 'inbox', reason: 'malformed', topic: inboxTopic('default') });
    });

    it('counts a dead letter that is put back once, however often that happens', async () => {
      const replayed = { 'rw-replay-of': 'rw.deadletters.ingest.v1/0/7' };
      const partition = { topic: inboxTopic('default'), key: undefined, partition: 0 };
      const value = JSON.stringify(good({ name: 'inbox.replayed' }));
      const last = JSON.stringify(good({ name: 'inbox.last' }));
      await service.log.append([
        { ...partition, value, headers: replayed },
        { ...partition, value, headers: replayed },
        { ...partition, value: last, headers: {} },
      ]);
      await until('the record after both', async () => (await samplesOf('inbox.last'))[0]);
      expect(await samplesOf('inbox.replayed')).toHaveLength(1);
    });

    it('keeps the good samples of a record and dead-letters the bad ones as a record of their own', async () => {
      await send({ samples: [good({ name: 'inbox.mixed' }), good({ name: 'inbox.mixed', good: 99 })] });
      const [letter] = await until('the dead letter', async () => {
        const letters = await lettersWith('inbox.mixed');
        return letters.length > 0 && letters;
      });
      expect(letter).toMatchObject({
        reason: 'invalid',
        detail: '/samples/1/good: good must be at most total 10, got 99',
      });
      expect(JSON.parse(Buffer.from(letter?.bytes ?? '', 'base64').toString())).toMatchObject({
        samples: [{ good: 99 }],
      });
      expect(await samplesOf('inbox.mixed')).toHaveLength(1);
    });
  });
});
