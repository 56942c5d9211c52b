import { afterEach, describe, expect, it } from '@jest/globals';

import { addressOf } from './address.js';
import { FakeServer, outcomeOf } from './command.fixture.js';

describe('the address of the server', () => {
  it.each([
    { flag: undefined, environment: {}, url: 'http://127.0.0.1:8080' },
    { flag: undefined, environment: { RW_URL: 'https://rw.example' }, url: 'https://rw.example' },
    { flag: 'http://other:1/', environment: { RW_URL: 'https://rw.example' }, url: 'http://other:1' },
    { flag: 'http://other/base/', environment: { RW_URL: '' }, url: 'http://other/base' },
    { flag: undefined, environment: { RW_URL: '' }, url: 'http://127.0.0.1:8080' },
  ])('is $url from $flag and $environment', ({ flag, environment, url }) => {
    expect(addressOf(flag, environment)).toEqual({ url });
  });

  it.each([' ', 'nonsense', 'localhost:8080', 'ftp://host', 'http://', 'http://host?a=b', 'http://host/#a'])(
    'is refused as %j, naming where it was set and the value',
    async (url) => {
      const stderr = (name: string): string =>
        `rw: ${name} must be an address such as http://127.0.0.1:8080, got ${JSON.stringify(url)}\n`;
      const args = ['get', 'slos'];
      expect(await outcomeOf(['--url', url, ...args])).toEqual({ code: 2, stdout: '', stderr: stderr('--url') });
      expect(await outcomeOf(args, { environment: { RW_URL: url } })).toEqual({
        code: 2,
        stdout: '',
        stderr: stderr('RW_URL'),
      });
    },
  );

  it('is refused as an empty flag', async () => {
    const { code, stderr } = await outcomeOf(['--url', '', 'get', 'slos']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^rw: --url must be an address .*, got ""\n$/)]);
  });

  it('is not printed with a password in it', async () => {
    const { code, stderr } = await outcomeOf(['--url', 'http://me:hunter2@host', 'get', 'slos']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^rw: --url must hold no user or password/)]);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('the token', () => {
  it.each([
    { token: 'secret\nvalue', place: 'U+000A as character 7' },
    { token: 'secret-väl', place: 'U+00E4 as character 9' },
    { token: 'secret 🔑', place: 'U+0020 as character 7' },
    { token: 'secret\u0000', place: 'U+0000 as character 7' },
    { token: ' ', place: 'U+0020 as character 1' },
  ])('is refused with $place, and never printed', async ({ token, place }) => {
    for (const flags of [[], ['--json']]) {
      const outcome = await outcomeOf([...flags, 'get', 'slos'], { environment: { RW_TOKEN: token } });
      expect([outcome.code, outcome.stdout, outcome.stderr]).toEqual([
        2,
        '',
        expect.stringContaining(
          `RW_TOKEN must be printable ASCII without blanks, got ${place}; its value is not shown`,
        ),
      ]);
      expect(outcome.stderr).not.toContain('secret');
    }
  });

  it('is none when it is empty', () => {
    expect(addressOf(undefined, { RW_TOKEN: '' })).toEqual({ url: 'http://127.0.0.1:8080' });
  });
});

describe('a request', () => {
  let server: FakeServer;
  afterEach(() => server.stop());

  it('keeps the path of the address', async () => {
    server = await FakeServer.start(() => ({ body: { items: [] } }));
    expect((await outcomeOf(['--url', `${server.url}/base/`, 'get', 'slos'])).code).toBe(0);
    expect(server.asked.map(({ path }) => path)).toEqual(['/base/v1/slos?limit=1000']);
  });
});
