import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { sendBytes, serveProbe } from './probe-server.fixture.js';

const problem = (status: number, code: string, detail: string | RegExp) => ({
  type: `urn:roadworthy:problem:${code}`,
  title: expect.any(String),
  status,
  detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
});

const host = 'host: 127.0.0.1\r\n';

describe('bytes that are no request', () => {
  let server: Awaited<ReturnType<typeof serveProbe>>;
  beforeAll(async () => {
    server = await serveProbe({ limits: { requestTimeoutMs: 500 } });
  });
  afterAll(() => server.app.close());

  it.each([
    {
      what: 'a method that nobody knows',
      bytes: `FOO /healthz HTTP/1.1\r\n${host}\r\n`,
      status: 400,
      code: 'malformed-request',
      detail: /^a request must be HTTP\/1\.1: .* at byte \d+, got "FOO \/healthz HTTP\/1\.1"$/,
    },
    {
      what: 'a length that is none',
      bytes: `POST /raw HTTP/1.1\r\n${host}content-length: many\r\n\r\n`,
      status: 400,
      code: 'malformed-request',
      detail: /got "content-length: many"$/,
    },
    {
      what: 'a key in a broken header',
      bytes: `GET /healthz HTTP/1.1\r\n${host}authorization: Bearer secret\u0000\r\n\r\n`,
      status: 400,
      code: 'malformed-request',
      detail: /got "authorization"$/,
    },
    {
      what: 'headers without end',
      bytes: `GET /healthz HTTP/1.1\r\n${host}x-long: ${'x'.repeat(17_000)}\r\n\r\n`,
      status: 431,
      code: 'headers-too-large',
      detail: 'headers must have at most 16384 bytes, got more',
    },
    {
      what: 'no host',
      bytes: 'GET /healthz HTTP/1.1\r\n\r\n',
      status: 400,
      code: 'invalid-header',
      detail: 'header host must name this server, got nothing',
    },
    {
      what: 'a tunnel',
      bytes: `CONNECT example.com:443 HTTP/1.1\r\n${host}\r\n`,
      status: 405,
      code: 'method-not-allowed',
      detail: 'method must be one that a path takes, got CONNECT for "example.com:443"',
    },
    {
      what: 'an expectation that nobody knows',
      bytes: `POST /raw HTTP/1.1\r\n${host}expect: miracles\r\ncontent-length: 1\r\n\r\nx`,
      status: 417,
      code: 'unknown-expectation',
      detail: 'expect must be 100-continue, got "miracles"',
    },
  ])('are refused with a problem and closed: $what', async ({ bytes, status, code, detail }) => {
    const answer = await sendBytes(server.url, bytes);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('connection')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
      'close',
    ]);
    expect(JSON.parse(answer.body)).toMatchObject(problem(status, code, detail));
  });

  it.each([
    { what: 'headers that never end', bytes: `POST /raw HTTP/1.1\r\n${host}` },
    { what: 'a body that never comes', bytes: `POST /raw HTTP/1.1\r\n${host}content-length: 9\r\n\r\nhalf` },
  ])('hold a connection no longer than the limit: $what', async ({ bytes }) => {
    const began = performance.now();
    const answer = await sendBytes(server.url, bytes);
    expect(JSON.parse(answer.body)).toMatchObject(problem(408, 'request-timeout', /within 0\.5 s, body included/));
    expect(performance.now() - began).toBeGreaterThan(450);
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  it('do not become a part of an answer that went out', async () => {
    const answer = await sendBytes(server.url, `GET /endless HTTP/1.1\r\n${host}\r\n`, 'FOO\r\n\r\n');
    expect([answer.status, answer.body]).toEqual([200, '5\r\nbegun\r\n']);
  });

  it('may be missing from a connection that was cut', async () => {
    const { port, hostname } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write('POST /raw HTTP/1.1\r\n', () => socket.resetAndDestroy());
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('a request that no route takes', () => {
  let server: Awaited<ReturnType<typeof serveProbe>>;
  beforeAll(async () => {
    server = await serveProbe();
  });
  afterAll(() => server.app.close());

  it('is told where there is nothing, before its body is read', async () => {
    const answer = await fetch(`${server.url}/nowhere?a=1`, {
      method: 'POST',
      body: '{broken',
      headers: { 'content-type': 'application/json', 'content-encoding': 'unknown' },
    });
    expect(await answer.json()).toEqual(problem(404, 'not-found', 'there is nothing at "/nowhere"'));
  });

  it.each([
    { method: 'GET', path: '/checked', allow: 'POST, OPTIONS' },
    { method: 'DELETE', path: '/healthz', allow: 'GET, HEAD, OPTIONS' },
    { method: 'PUT', path: '/things/7', allow: 'GET, HEAD, OPTIONS' },
    { method: 'PROPFIND', path: '/things/7', allow: 'GET, HEAD, OPTIONS' },
  ])('is told what $path takes instead of $method', async ({ method, path, allow }) => {
    const answer = await fetch(`${server.url}${path}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await answer.json()).toEqual(
      problem(405, 'method-not-allowed', `method of "${path}" must be one of ${allow}, got ${method}`),
    );
  });

  it('may ask for the methods', async () => {
    const answer = await fetch(`${server.url}/checked`, { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([204, 'POST, OPTIONS', '']);
    expect((await fetch(`${server.url}/nowhere`, { method: 'OPTIONS' })).status).toBe(404);
  });

  it('answers HEAD as GET without a body', async () => {
    const answer = await fetch(`${server.url}/healthz`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '18', '']);
  });

  it.each([
    { path: '/things/%E0%A4%A', status: 400, code: 'malformed-path' },
    { path: `/things/${'x'.repeat(400)}`, status: 414, code: 'path-too-long' },
  ])('says what is wrong with a path that cannot be read: $code', async ({ path, status, code }) => {
    const answer = await sendBytes(server.url, `GET ${path} HTTP/1.1\r\n${host}connection: close\r\n\r\n`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(JSON.parse(answer.body)).toMatchObject({ type: `urn:roadworthy:problem:${code}` });
  });
});

describe('a server that ends', () => {
  it('refuses what comes on a connection that is still open', async () => {
    const { app, url } = await serveProbe();
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    const begun = new Promise((resolve) => app.getHttpServer().once('request', resolve));
    socket.write(`POST /raw HTTP/1.1\r\n${host}content-length: 2\r\n\r\nx`);
    await begun;
    const closed = app.close();
    await new Promise((resolve) => setImmediate(resolve));
    socket.write(`xGET /healthz HTTP/1.1\r\n${host}\r\n`);
    let received = '';
    for await (const chunk of socket) received += String(chunk);
    await closed;
    expect(received).toContain('{"bytes":2}');
    expect(received).toContain('urn:roadworthy:problem:shutting-down');
  });
});
