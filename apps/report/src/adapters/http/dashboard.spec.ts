import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { RunningService } from '@roadworthy/testing';

import { DashboardController } from './dashboard.controller.js';
import { DashboardFolder } from './dashboard-folder.js';
import { ReportModule } from '../../report.module.js';

async function serve(path: string): Promise<RunningService> {
  @Module({
    controllers: [DashboardController],
    providers: [{ provide: DashboardFolder, useValue: new DashboardFolder(path) }],
  })
  class PageModule {
    static readonly processors = [];
    static readonly openApi = { paths: {} };
  }
  return RunningService.start(PageModule);
}

const html = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('the dashboard’s files', () => {
  let folder: string;
  let service: RunningService;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rw-page-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Roadworthy</title>');
    await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {};');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    service = await serve(folder);
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${service.url}${path}`, { headers });

  it('begin with the page, which is asked for anew each time', async () => {
    const answer = await get('/');
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<title>Roadworthy</title>')]);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const etag = answer.headers.get('etag') ?? '';
    expect((await get('/', { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304);
  });

  it('let the page run and load nothing but themselves', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('are kept for ever when they are named after their content', async () => {
    const answer = await get('/assets/main-abc123.js');
    expect([answer.status, await answer.text()]).toEqual([200, 'export {};']);
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('give the page for a place inside it, to a person', async () => {
    const answer = await get('/objectives/shop.availability', { accept: html });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<title>')]);
  });

  it.each([
    { path: '/v1/nothing', accept: html },
    { path: '/v1', accept: html },
    { path: '/api/v1/write', accept: html },
    { path: '/ofrep/v1/none', accept: html },
    { path: '/assets/gone.js', accept: html },
    { path: '/assets/..%2fsecret.txt', accept: html },
    { path: '/secret.txt', accept: '*/*' },
    { path: '/objectives', accept: 'application/json' },
  ])('have nothing at $path for $accept', async ({ path, accept }) => {
    const answer = await get(path, { accept });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
  });
});

describe('a dashboard that is not built', () => {
  it('says so and how to mend it', async () => {
    const service = await serve(join(tmpdir(), 'rw-there-is-no-such-folder'));
    const answer = await fetch(service.url);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('npm run build') });
    await service.stop();
  });
});

describe('the report service', () => {
  it('documents every route that it serves', async () => {
    const service = await RunningService.start(ReportModule);
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${path}`));
    expect(routes).toEqual([
      'get /v1/live',
      'get /v1/alerts',
      'get /v1/topics',
      'get /v1/topics/{topic}/tail',
      'get /v1/dead-letters',
      'get /v1/dead-letters/{id}',
      'post /v1/dead-letters/{id}/replay',
      'post /v1/dead-letters/replay',
    ]);
    await service.stop();
  });
});
