import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Credentials, openDoor } from './credentials.js';
import { serveProbe } from './probe-server.fixture.js';
import { Readiness } from './readiness.js';

describe('the HTTP server', () => {
  let server: Awaited<ReturnType<typeof serveProbe>>;
  beforeAll(async () => {
    server = await serveProbe();
  });
  afterAll(() => server.app.close());

  const post = (path: string, sent: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('hands a valid body to the handler, with the tenant', async () => {
    const answer = await post('/checked', '{"name":"a","counts":[1]}');
    expect([answer.status, await answer.json()]).toEqual([201, { tenant: 'default', name: 'a', counts: [1] }]);
  });

  it('points at everything that is wrong', async () => {
    const answer = await post('/checked', '{"name":1,"counts":[1,"x"],"a/b":2}');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 400,
      type: 'urn:roadworthy:problem:invalid-body',
      errors: [
        { pointer: '/name', code: 'invalid-type', detail: 'name must be a string, got 1' },
        { pointer: '/counts/1', code: 'invalid-type', detail: 'counts/1 must be a number, got "x"' },
        { pointer: '/a~1b', code: 'unknown-field', detail: 'unknown field "a/b", got 2' },
      ],
    });
  });

  it.each([
    { what: 'malformed JSON', sent: '{"name":', status: 400, code: 'malformed-json' },
    { what: 'an empty body', sent: '', status: 400, code: 'malformed-json' },
    { what: 'bytes that are not UTF-8', sent: new Uint8Array([0x22, 0xff, 0x22]), status: 400, code: 'malformed-json' },
    { what: 'a prototype', sent: '{"__proto__":{"x":1}}', status: 400, code: 'malformed-json' },
    { what: 'a constructor', sent: '{"constructor":{"prototype":{}}}', status: 400, code: 'malformed-json' },
    { what: 'more than 1 MiB', sent: `"${'x'.repeat(1_048_576)}"`, status: 413, code: 'body-too-large' },
  ])('refuses $what', async ({ sent, status, code }) => {
    const answer = await post('/checked', sent);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, type: `urn:roadworthy:problem:${code}` });
  });

  it.each([
    { what: 'within the limit', sent: gzipSync('x'.repeat(1000)), status: 201 },
    { what: 'beyond the limit once inflated', sent: gzipSync('x'.repeat(1001)), status: 413 },
    { what: 'as a bomb of 200 MB', sent: gzipSync(Buffer.alloc(200_000_000)), status: 413 },
    { what: 'cut off', sent: gzipSync('x'.repeat(900)).subarray(0, 20), status: 400 },
    { what: 'not gzip at all', sent: Buffer.from('plain'), status: 400 },
  ])('inflates a body $what', async ({ sent, status }) => {
    const answer = await post('/raw', sent, { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(status);
  });

  it('refuses an unknown content encoding', async () => {
    expect((await post('/raw', 'x', { 'content-encoding': 'br' })).status).toBe(415);
  });

  it('says nothing of the inside when something unexpected happens', async () => {
    const answer = await fetch(`${server.url}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });

  it.each(['/nowhere', '/v1/%2fchecked', '/CHECKED', '//checked', '/checked/'])('does not know %s', async (path) => {
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('is ready until it drains', async () => {
    const readiness = server.app.get(Readiness);
    let isUp = false;
    readiness.add('engine', () => isUp);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'waiting', waitingFor: ['engine'] });
    isUp = true;
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    readiness.drain();
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'waiting', waitingFor: ['shutdown'] });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('does not answer to the name of another site', async () => {
    const { port } = new URL(server.url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) =>
      request({ port, host: '127.0.0.1', path: '/metrics', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end(),
    );
    expect(status).toBe(403);
  });

  it.each([
    { origin: 'http://evil.example', status: 403 },
    { origin: 'null', status: 403 },
    { origin: 'http://localhost:5173', status: 200 },
    { origin: 'http://[::1]:8080', status: 200 },
  ])('answers $status to a page from $origin without keys', async ({ origin, status }) => {
    expect((await fetch(`${server.url}/metrics`, { headers: { origin } })).status).toBe(status);
  });
});

describe('credentials', () => {
  const rootKey = 'a-key-for-this-test-alone';
  let server: Awaited<ReturnType<typeof serveProbe>>;
  beforeAll(async () => {
    server = await serveProbe({ rootKey });
  });
  afterAll(() => server.app.close());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

  it.each([
    { what: 'no key', headers: {}, status: 401 },
    { what: 'a wrong key', headers: { authorization: 'Bearer wrong' }, status: 401 },
    { what: 'another scheme', headers: { authorization: `Basic ${rootKey}` }, status: 401 },
    { what: 'the key', headers: { authorization: `Bearer ${rootKey}` }, status: 200 },
    { what: 'the cookie', headers: { cookie: `a=b; rw_session=${rootKey}` }, status: 200 },
    { what: 'a cookie that does not decode', headers: { cookie: 'rw_session=%E0%A4%A' }, status: 401 },
  ])('answer $what with $status', async ({ headers, status }) => {
    expect((await get('/metrics', headers)).status).toBe(status);
  });

  it.each(['/healthz', '/readyz', '/openapi.json', '/asyncapi.json'])('leave %s open', async (path) => {
    expect((await get(path)).status).toBe(200);
  });

  it('turn a key into a cookie that scripts cannot read', async () => {
    const open = (key: string) =>
      fetch(`${server.url}/v1/session`, {
        method: 'POST',
        body: JSON.stringify({ key }),
        headers: { 'content-type': 'application/json' },
      });
    expect((await open('wrong-key-wrong-key')).status).toBe(401);
    const opened = await open(rootKey);
    expect([opened.status, opened.headers.get('set-cookie')]).toEqual([
      204,
      `rw_session=${rootKey}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
  });

  it.each([
    { what: 'a loopback address', options: { host: '127.0.0.1', isCluster: false }, problem: undefined },
    { what: 'every address', options: { host: '0.0.0.0', isCluster: false }, problem: /HOST is 0.0.0.0/ },
    { what: 'a cluster', options: { host: '127.0.0.1', isCluster: true }, problem: /KAFKA_BROKERS is set/ },
    { what: 'a short key', options: { host: '0.0.0.0', isCluster: true, rootKey: 'short' }, problem: /got 5$/ },
    { what: 'a key', options: { host: '0.0.0.0', isCluster: true, rootKey }, problem: undefined },
  ])('for $what', ({ options, problem }) => {
    const found = openDoor(options);
    if (problem) {
      expect(found).toMatch(problem);
      expect(() => new Credentials(options)).toThrow(problem);
    } else expect(found).toBeUndefined();
  });
});
