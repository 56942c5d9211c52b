import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { budgetDeadLetters, type DeadLetter, ingestDeadLetters, metricSamples } from '@roadworthy/contracts';
import { replayHeader } from '@roadworthy/stream';
import { RunningService } from '@roadworthy/testing';

import { ReportModule } from '../../report.module.js';

const { topic: origin } = metricSamples;

interface Page {
  items: { id: string; reason: string }[];
}

const letter = (changes: Partial<DeadLetter> = {}): DeadLetter => ({
  processor: 'budget',
  reason: 'malformed',
  detail: 'Unexpected end of JSON input',
  failedAt: '2026-01-01T00:00:01.000Z',
  topic: origin,
  partition: 1,
  offset: 41,
  timestamp: 1_767_225_600_000,
  key: 'default/shop',
  headers: { 'content-type': 'application/json', [replayHeader]: 'an older one' },
  bytes: Buffer.from('{"samples":[').toString('base64'),
  ...changes,
});

describe('dead letters', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(ReportModule);
  });
  afterAll(() => service.stop());

  const set = (value: DeadLetter | string, partition = 0, topic = budgetDeadLetters.topic) =>
    service.log.append([
      { topic, partition, key: 'k', headers: {}, value: typeof value === 'string' ? value : JSON.stringify(value) },
    ]);
  const get = (path: string) => fetch(`${service.url}/v1/dead-letters${path}`);
  const list = async (query: string) => ((await (await get(query)).json()) as Page).items;
  const post = (path: string, body?: object) =>
    fetch(`${service.url}/v1/dead-letters${path}`, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const originals = async (partition: number) =>
    service.log.read({ topic: origin, partition, offset: 0, limit: 10_000 });
  const high = async () => (await service.log.ranges(budgetDeadLetters.topic))[0]?.high ?? 0;

  it('are listed with the newest last, across partitions, malformed ones left out', async () => {
    const topic = ingestDeadLetters.topic;
    const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
    await set(letter({ reason: 'b', failedAt: at(2) }), 0, topic);
    await set('garbage', 0, topic);
    await set(letter({ reason: 'd', failedAt: at(4) }), 0, topic);
    await set(letter({ reason: 'a', failedAt: at(1) }), 1, topic);
    await set(letter({ reason: 'c', failedAt: at(3) }), 1, topic);
    const all = await list('?service=ingest');
    expect(all.map(({ id, reason }) => `${id} ${reason}`)).toEqual([
      'ingest-1-0 a',
      'ingest-0-0 b',
      'ingest-1-1 c',
      'ingest-0-2 d',
    ]);
    expect((await list('?service=ingest&limit=2')).map(({ reason }) => reason)).toEqual(['c', 'd']);
    expect(all[0]).toEqual({
      id: 'ingest-1-0',
      processor: 'budget',
      reason: 'a',
      detail: 'Unexpected end of JSON input',
      failedAt: at(1),
      topic: origin,
      partition: 1,
      offset: 41,
    });
  });

  it.each([
    { query: '', pointer: '/service' },
    { query: '?service=report', pointer: '/service' },
    { query: '?service=budget&limit=0', pointer: '/limit' },
  ])('are not listed by "$query"', async ({ query, pointer }) => {
    const answer = await get(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
  });

  it('are shown whole, their bytes as text', async () => {
    const offset = await high();
    await set(letter());
    expect(await (await get(`/budget-0-${offset}`)).json()).toEqual({
      id: `budget-0-${offset}`,
      ...letter(),
      text: '{"samples":[',
    });
  });

  it('put the record back where it was, as it was, and say what it replays', async () => {
    const offset = await high();
    await set(letter());
    const before = (await originals(1)).length;
    const answer = await post(`/budget-0-${offset}/replay`);
    const id = `budget-0-${offset}`;
    expect([answer.status, await answer.json()]).toEqual([202, { replayed: [{ id, topic: origin, partition: 1 }] }]);
    const added = (await originals(1)).slice(before);
    expect(
      added.map(({ key, value, headers }) => ({ key, value: Buffer.from(value ?? []).toString(), headers })),
    ).toEqual([
      {
        key: 'default/shop',
        value: '{"samples":[',
        headers: {
          'content-type': 'application/json',
          'rw-replay-of': `rw.deadletters.budget.v1/0/${offset}`,
        },
      },
    ]);
    expect(await (await get(`/${id}`)).json()).toMatchObject({ replayedAt: expect.stringMatching(/Z$/) });
  });

  it('are put back once, however often it is asked', async () => {
    const offset = await high();
    await set(letter());
    const before = (await originals(1)).length;
    for (let i = 0; i < 3; i++) expect((await post(`/budget-0-${offset}/replay`)).status).toBe(202);
    expect((await originals(1)).length).toBe(before + 1);
  });

  it('are put back together, by reason, those alone that were not', async () => {
    const offset = await high();
    for (let i = 0; i < 3; i++) await set(letter({ reason: 'storm' }));
    await set(letter({ reason: 'calm' }));
    await post(`/budget-0-${offset}/replay`);
    const before = (await originals(1)).length;
    const answer = await post('/replay', { service: 'budget', reason: 'storm' });
    expect(answer.status).toBe(202);
    const { replayed } = (await answer.json()) as { replayed: { id: string }[] };
    expect(replayed.map(({ id }) => id)).toEqual([`budget-0-${offset + 1}`, `budget-0-${offset + 2}`]);
    expect((await originals(1)).length).toBe(before + 2);
    expect(await (await post('/replay', { service: 'budget', reason: 'storm' })).json()).toEqual({ replayed: [] });
  });

  it.each(['budget-0-99999', 'budget-7-0', 'nothing', 'other-0-0'])('are unknown by the id %s', async (id) => {
    for (const answer of [await get(`/${id}`), await post(`/${id}/replay`)])
      expect([answer.status, await answer.json()]).toEqual([
        404,
        expect.objectContaining({ detail: `there is no dead letter ${id}` }),
      ]);
  });

  it('are not put back where there is nothing any more', async () => {
    const offset = await high();
    await set(letter({ topic: 'rw.gone.away.v1' }));
    await set(letter({ partition: 99 }));
    for (const place of [offset, offset + 1]) {
      const answer = await post(`/budget-0-${place}/replay`);
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ type: 'urn:roadworthy:problem:origin-gone' });
    }
  });

  it('are not put back for a service that is none', async () => {
    const answer = await post('/replay', { service: 'report' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/service' })] }),
    ]);
  });
});
