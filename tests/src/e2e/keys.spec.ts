import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';

import { startRw } from '../command-line.js';
import { PlatformProcess } from '../platform-process.js';

const rootKey = 'a-root-key-of-some-length';
const seconds = 1000;

describe('keys of a running platform', () => {
  let platform: PlatformProcess;
  beforeAll(async () => {
    platform = await PlatformProcess.start({ RW_ROOT_KEY: rootKey, RW_READ_RATE: '5', RW_TELEMETRY_MS: '3600000' });
  }, 60 * seconds);
  afterAll(() => platform.stop(), 30 * seconds);

  async function rw(...args: string[]): Promise<string> {
    const environment = { RW_URL: platform.url, RW_TOKEN: rootKey };
    const { code, stdout, stderr } = await startRw(args, { environment }).outcome;
    if (code !== 0) throw new Error(`rw ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout.trim();
  }

  const send = (key: string, method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${platform.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const publish = (key: string): Promise<Response> =>
    send(key, 'POST', '/v1/samples', { service: 'shop', name: 'requests', time: Date.now(), good: 1, total: 1 });
  const opens = (key: string, status: number): Promise<true> =>
    until(`a publisher is answered ${status}`, async () => (await publish(key)).status === status);

  it(
    'lets a key do what it is for and nothing else, until it is revoked, also after a restart',
    async () => {
      const key = await rw('keys', 'create', 'shop', '--scope', 'publish');
      await opens(key, 202);
      expect((await send(key, 'GET', '/v1/slos')).status).toBe(403);
      expect((await send(key, 'GET', '/v1/keys')).status).toBe(403);
      await platform.end('SIGKILL');
      await platform.start();
      await opens(key, 202);
      const { items } = JSON.parse(await rw('keys', 'ls', '--json')) as { items: { id: string; name: string }[] };
      expect(items).toMatchObject([{ name: 'shop', scopes: ['publish'] }]);
      await rw('keys', 'revoke', 'shop', items[0]?.id ?? '');
      await opens(key, 401);
    },
    90 * seconds,
  );

  it('tells a credential how often it may ask, and refuses what is more', async () => {
    const answers = [];
    for (let i = 0; i < 60; i++) answers.push(await send(rootKey, 'GET', '/v1/slos'));
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"read";q=50;w=10');
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit')).toMatch(/^"read";r=0;t=([1-9]|10)$/);
    expect(await refused?.json()).toMatchObject({ type: 'urn:roadworthy:problem:rate-limited' });
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(50);
  });
});
