import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { budgetAlerts, budgetStatus, metricSamples, packSamples, sloDefinition } from '@roadworthy/contracts';
import { RunningService, until } from '@roadworthy/testing';

import { BudgetModule } from '../../budget.module.js';

const yaml = (name: string, { target = '99.9', service = 'shop' } = {}): string => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: ${service}
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ targetPercent: ${target} }]
  indicator:
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: Roadworthy, spec: { selector: requests } } }
        total: { metricSource: { type: Roadworthy, spec: { selector: requests } } }
`;

describe('the API of objectives', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(BudgetModule);
  });
  afterAll(() => service.stop());

  const send = (method: string, path: string, options: { body?: string; headers?: Record<string, string> } = {}) =>
    fetch(`${service.url}${path}`, {
      method,
      ...(options.body !== undefined && { body: options.body }),
      headers: { ...(options.body !== undefined && { 'content-type': 'application/yaml' }), ...options.headers },
    });
  const put = (name: string, options: { target?: string; headers?: Record<string, string> } = {}) =>
    send('PUT', `/v1/slos/shop.${name}`, { body: yaml(name, options), headers: options.headers ?? {} });

  it('creates, reads, changes and retires an objective by its version', async () => {
    const created = await put('life');
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"']);
    const changed = await put('life', { target: '99.5', headers: { 'if-match': '"1"' } });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    const read = await send('GET', '/v1/slos/shop.life');
    expect(read.headers.get('etag')).toBe('"2"');
    expect(await read.json()).toMatchObject({ id: 'shop.life', version: 2, spec: { target: '0.995' } });
    expect((await send('DELETE', '/v1/slos/shop.life', { headers: { 'if-match': '"2"' } })).status).toBe(204);
    expect((await send('GET', '/v1/slos/shop.life')).status).toBe(404);
    expect((await put('life')).headers.get('etag')).toBe('"4"');
  });

  it('takes the same document again as no change', async () => {
    await put('same');
    const again = await put('same');
    expect([again.status, again.headers.get('etag')]).toEqual([200, '"1"']);
  });

  it.each([
    { what: 'a change that names no version', headers: {}, status: 428, code: 'version-needed' },
    { what: 'a change of an old version', headers: { 'if-match': '"7"' }, status: 412, code: 'stale-version' },
    { what: 'a creation of what exists', headers: { 'if-none-match': '*' }, status: 412, code: 'exists' },
    { what: 'a weak entity tag', headers: { 'if-match': 'W/"1"' }, status: 412, code: 'stale-version' },
    { what: 'other entity tags', headers: { 'if-match': '"7", W/"1", "1,1"' }, status: 412, code: 'stale-version' },
    { what: 'no entity tag at all', headers: { 'if-match': '' }, status: 412, code: 'stale-version' },
    { what: 'a bare version', headers: { 'if-match': '1' }, status: 400, code: 'invalid-header' },
    { what: 'tags without a comma', headers: { 'if-match': '"1" "2"' }, status: 400, code: 'invalid-header' },
    {
      what: 'a list that is none',
      headers: { 'if-match': `${','.repeat(12_000)}x` },
      status: 400,
      code: 'invalid-header',
    },
    { what: 'anything in a list', headers: { 'if-match': '"7", *' }, status: 400, code: 'invalid-header' },
    {
      what: 'two conditions',
      headers: { 'if-match': '"1"', 'if-none-match': '*' },
      status: 400,
      code: 'invalid-header',
    },
  ])('refuses $what', async ({ headers, status, code }) => {
    await put('guarded');
    const refused = await put('guarded', { target: '99', headers });
    expect(refused.status).toBe(status);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ status, type: `urn:roadworthy:problem:${code}` });
  });

  it.each(['*', '"1"', '"7" , , "1"', 'W/"1", "a,b","1"'])('changes what if-match: %s names', async (ifMatch) => {
    const name = `named-${Buffer.from(ifMatch).toString('hex')}`;
    await put(name);
    const changed = await put(name, { target: '99', headers: { 'if-match': ifMatch } });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    const path = `/v1/slos/shop.${name}`;
    const tag = ifMatch.replaceAll('"1"', '"2"');
    expect((await send('DELETE', path, { headers: { 'if-match': tag } })).status).toBe(204);
  });

  it.each(['*', '"1"', 'W/"1"', '"1", "2"'])('creates nothing with if-match: %s', async (ifMatch) => {
    const refused = await put('nowhere', { headers: { 'if-match': ifMatch } });
    expect([refused.status, await refused.json()]).toEqual([
      412,
      expect.objectContaining({
        type: 'urn:roadworthy:problem:absent',
        detail: 'shop.nowhere does not exist, and if-match says that it must',
      }),
    ]);
    expect((await send('GET', '/v1/slos/shop.nowhere')).status).toBe(404);
  });

  it.each([
    { what: 'no condition', headers: {}, status: 428 },
    { what: 'another version', headers: { 'if-match': '"9"' }, status: 412 },
    { what: 'a weak entity tag', headers: { 'if-match': 'W/"1"' }, status: 412 },
    { what: 'the condition that there is none', headers: { 'if-none-match': '*' }, status: 412 },
  ])('retires nothing with $what', async ({ headers, status }) => {
    await put('kept');
    expect((await send('DELETE', '/v1/slos/shop.kept', { headers })).status).toBe(status);
  });

  it.each(['*', '"1"'])('cannot retire with if-match: %s what is not there', async (ifMatch) => {
    expect((await send('DELETE', '/v1/slos/shop.none', { headers: { 'if-match': ifMatch } })).status).toBe(404);
  });

  it.each([
    { what: 'not YAML', body: 'a: [', pointer: undefined, detail: /^body is neither YAML nor JSON/ },
    { what: 'nothing', body: '', pointer: '', detail: 'body must hold one document, got 0' },
    { what: 'two documents', body: `${yaml('a')}---${yaml('b')}`, pointer: '', detail: /got 2$/ },
    {
      what: 'a target of 100 %',
      body: yaml('a', { target: '100' }),
      pointer: '/spec/objectives/0/targetPercent',
      detail: 'body/spec/objectives/0/targetPercent: targetPercent must be in (0, 100), got 100',
    },
    {
      what: 'a tier that can never fire',
      body: yaml('a', { target: '90' }),
      pointer: '/spec/objectives/0',
      detail: /the burn rate is at most 10, and must exceed 14.4/,
    },
  ])('refuses $what and points at it', async ({ body, pointer, detail }) => {
    const answer = await send('PUT', '/v1/slos/shop.a', { body });
    expect(answer.status).toBe(400);
    const problem = (await answer.json()) as { detail: string; errors?: { pointer: string }[] };
    expect(problem.detail).toEqual(typeof detail === 'string' ? detail : expect.stringMatching(detail));
    expect(problem.errors?.[0]?.pointer).toBe(pointer);
  });

  it('refuses a document that is not the one of the path', async () => {
    const answer = await send('PUT', '/v1/slos/shop.other', { body: yaml('a') });
    expect(await answer.json()).toMatchObject({
      status: 400,
      detail: 'the document is shop.a, the path names shop.other',
    });
  });

  it('lists objectives page by page, the platform’s own among them', async () => {
    await put('paged');
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = (await (await send('GET', `/v1/slos?limit=2${after ? `&after=${after}` : ''}`)).json()) as {
        items: { id: string }[];
        next?: string;
      };
      ids.push(...page.items.map(({ id }) => id));
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(ids).toEqual(expect.arrayContaining(['roadworthy.availability', 'roadworthy.latency', 'shop.paged']));
    expect(ids).toEqual([...new Set(ids)].sort());
    expect((await send('GET', '/v1/slos?limit=0')).status).toBe(400);
  });

  it('publishes each version, counts samples against it and shows how', async () => {
    await put('counted');
    const key = 'default/shop';
    const time = Date.now() - 60_000;
    const record = packSamples({ tenant: 'default', service: 'shop', publisher: 'test', sequence: 1 }, [
      { kind: 'ratio', name: 'requests', labels: {}, time, good: 9_990, total: 10_000 },
    ]);
    await until('the definition is taken up', async () => (await send('GET', '/v1/slos/shop.counted/status')).ok);
    await service.log.append([
      { topic: metricSamples.topic, key, meetsBy: key, value: JSON.stringify(record), headers: {} },
    ]);
    const status = await until('the samples are counted', async () => {
      const answer = (await (await send('GET', '/v1/slos/shop.counted/status')).json()) as { total: number };
      return answer.total === 10_000 && answer;
    });
    expect(status).toMatchObject({ bad: 10, total: 10_000, consumed: 1, remaining: 0 });
    const explained = await (await send('GET', '/v1/slos/shop.counted/explain')).json();
    expect(explained).toMatchObject({
      id: 'shop.counted',
      budget: { num: 1, den: 1000 },
      period: {
        bad: 10,
        total: 10_000,
        consumed: 1,
        formula: 'consumed = bad / (budget · total) = 10 / (1/1000 · 10000)',
      },
    });
    expect(JSON.stringify(explained)).toContain('10 · 1000 · 5 > 10000 · 1 · 72');
  });

  it('documents every route that it serves', async () => {
    const { paths } = (await (await send('GET', '/openapi.json')).json()) as { paths: Record<string, object> };
    expect(Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${path}`))).toEqual(
      [
        'get /v1/slos',
        'get /v1/slos/{id}',
        'put /v1/slos/{id}',
        'delete /v1/slos/{id}',
        'get /v1/slos/{id}/status',
        'get /v1/slos/{id}/explain',
      ],
    );
  });

  it('names its topics in the AsyncAPI document', async () => {
    const { channels } = (await (await send('GET', '/asyncapi.json')).json()) as { channels: Record<string, unknown> };
    expect(Object.keys(channels)).toEqual(
      expect.arrayContaining([sloDefinition.topic, budgetStatus.topic, budgetAlerts.topic]),
    );
  });
});
