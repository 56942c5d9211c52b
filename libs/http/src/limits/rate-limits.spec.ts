import { afterEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { serveProbe } from '../probe-server.fixture.js';
import { RateLimits } from './rate-limits.js';

const rootKey = 'a-root-key-of-some-length';

describe('a server with rate limits', () => {
  let app: NestFastifyApplication | undefined;

  afterEach(async () => app?.close());

  async function serve(redis?: unknown): Promise<(path: string) => Promise<Response>> {
    const rates = new RateLimits({ perSecond: { publish: 0, read: 0.3, write: 0, admin: 0 }, redis });
    const probe = await serveProbe({ rootKey, rates });
    app = probe.app;
    return (path) => fetch(`${probe.url}${path}`, { headers: { authorization: `Bearer ${rootKey}` } });
  }

  it('says in every answer what is left, and refuses what is beyond', async () => {
    const get = await serve();
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await get('/things/1'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit')?.replace(/;t=\d+$/, ''))).toEqual(
      [2, 1, 0, 0].map((left) => `"read";r=${left}`),
    );
    const last = answers[3];
    expect(last?.headers.get('ratelimit-policy')).toBe('"read";q=3;w=10');
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await last?.json()).toMatchObject({
      type: 'urn:roadworthy:problem:rate-limited',
      status: 429,
    });
  });

  it('counts every route by itself, and none that is open to everybody', async () => {
    const get = await serve();
    for (let i = 0; i < 4; i++) await get('/things/1');
    expect((await get('/metrics')).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await get('/healthz')).status).toBe(200);
  });

  it('counts for itself while the store does not answer', async () => {
    const silent = { status: 'ready', defineCommand: () => undefined, rlflxIncr: () => new Promise(() => undefined) };
    const get = await serve(silent);
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await get('/things/1')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});
