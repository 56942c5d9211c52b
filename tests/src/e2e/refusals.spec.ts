import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { PlatformProcess } from '../platform-process.js';

const rootKey = 'a-key-for-this-test-alone';
const authorization = `Bearer ${rootKey}`;
const json = { authorization, 'content-type': 'application/json' };
const gzipped = { ...json, 'content-encoding': 'gzip' };

/** Sends bytes as they are. Resolves with all that came until the server closed. */
async function sendBytes(url: string, bytes: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  let received = '';
  for await (const chunk of socket.setEncoding('utf8')) received += String(chunk);
  return received;
}

describe('what all services in one process refuse', () => {
  let platform: PlatformProcess;
  let open: PlatformProcess;
  beforeAll(async () => {
    [platform, open] = await Promise.all([
      PlatformProcess.start({ RW_ROOT_KEY: rootKey, RW_TELEMETRY_MS: '3600000' }),
      PlatformProcess.start({ RW_TELEMETRY_MS: '3600000' }),
    ]);
  }, 60_000);
  afterAll(() => Promise.all([platform.stop(), open.stop()]), 30_000);

  interface Refused {
    readonly what: string;
    readonly path: string;
    readonly init?: RequestInit;
    readonly status: number;
    readonly code: string;
    readonly detail: RegExp;
  }

  it.each<Refused>([
    {
      what: 'no key',
      path: '/v1/slos',
      status: 401,
      code: 'unauthenticated',
      detail: /^a key is needed/,
    },
    {
      what: 'broken JSON',
      path: '/v1/dead-letters/replay',
      init: { method: 'POST', headers: json, body: '{broken' },
      status: 400,
      code: 'malformed-json',
      detail: /^body is not JSON: /,
    },
    {
      what: 'a large body',
      path: '/v1/slos/a.b',
      init: { method: 'PUT', headers: json, body: 'x'.repeat(262_145) },
      status: 413,
      code: 'body-too-large',
      detail: /^body must have at most 262144 bytes, got 262145$/,
    },
    {
      what: 'a body that inflates too far',
      path: '/v1/samples',
      init: { method: 'POST', headers: gzipped, body: gzipSync('x'.repeat(1_048_577)) },
      status: 413,
      code: 'body-too-large',
      detail: /^body must have at most 1048576 bytes, got more/,
    },
    {
      what: 'broken gzip',
      path: '/v1/samples',
      init: { method: 'POST', headers: gzipped, body: 'no gzip' },
      status: 400,
      code: 'malformed-encoding',
      detail: /content-encoding "gzip"/,
    },
    {
      what: 'another encoding',
      path: '/v1/samples',
      init: { method: 'POST', headers: { ...json, 'content-encoding': 'br' }, body: 'x' },
      status: 415,
      code: 'unsupported-encoding',
      detail: /got "br"$/,
    },
    {
      what: 'another type',
      path: '/v1/samples',
      init: { method: 'POST', headers: { authorization, 'content-type': 'text/csv' }, body: 'x' },
      status: 415,
      code: 'unsupported-media-type',
      detail: /got "text\/csv"$/,
    },
    {
      what: 'a limit out of range',
      path: '/v1/slos?limit=0',
      init: { headers: json },
      status: 400,
      code: 'invalid-query',
      detail: /^query\/limit: limit must be at least 1, got 0$/,
    },
    {
      what: 'an objective that nests without end',
      path: '/v1/slos/a.b',
      init: { method: 'PUT', headers: json, body: '['.repeat(10_000) },
      status: 400,
      code: 'unreadable-text',
      detail: /must nest at most 32 deep, got more at line 1, column 33$/,
    },
    {
      what: 'a place where nothing is, by GET',
      path: '/v1/nowhere',
      status: 404,
      code: 'not-found',
      detail: /^there is nothing at "\/v1\/nowhere"$/,
    },
    {
      what: 'a place where nothing is, by POST',
      path: '/v1/nowhere',
      init: { method: 'POST', headers: json, body: '{broken' },
      status: 404,
      code: 'not-found',
      detail: /^there is nothing at "\/v1\/nowhere"$/,
    },
    {
      what: 'a method that a path does not take',
      path: '/v1/samples',
      init: { headers: { ...json, accept: 'text/html' } },
      status: 405,
      code: 'method-not-allowed',
      detail: /^method of "\/v1\/samples" must be one of POST, OPTIONS, got GET$/,
    },
  ])('is a problem document that names place and value: $what', async ({ path, init, status, code, detail }) => {
    const answer = await fetch(`${platform.url}${path}`, init);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await answer.json()).toMatchObject({
      type: `urn:roadworthy:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.stringMatching(detail),
    });
  });

  it.each([
    {
      what: 'the name of another site',
      bytes: 'GET /metrics HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n',
      status: 403,
    },
    { what: 'no host', bytes: 'GET /metrics HTTP/1.1\r\n\r\n', status: 400 },
    { what: 'another protocol', bytes: 'FOO bar\r\n\r\n', status: 400 },
  ])('is a problem document to raw bytes as well: $what', async ({ bytes, status }) => {
    const [head = '', body = ''] = (await sendBytes(open.url, bytes)).split('\r\n\r\n');
    expect(head).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [^]*content-type: application/problem\\+json; charset=utf-8`),
    );
    expect(JSON.parse(body)).toMatchObject({ status, type: expect.stringMatching(/^urn:roadworthy:problem:/) });
  });

  it('leaves the streams alone that somebody asks about with HEAD', async () => {
    const answer = await fetch(`${platform.url}/v1/live`, { method: 'HEAD', headers: json });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});
