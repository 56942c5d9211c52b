import { afterEach, describe, expect, it } from '@jest/globals';

import { FakeServer, outcomeOf, problem } from '../command.fixture.js';

const line = { name: 'shop', id: '0123456789abcdef', scopes: ['publish'], createdAt: '2026-01-01T00:00:00.000Z' };

describe('keys', () => {
  let server: FakeServer;
  afterEach(() => server.stop());

  async function keys(answer: Parameters<typeof FakeServer.start>[0], ...args: string[]) {
    server = await FakeServer.start(answer);
    return outcomeOf(['--url', server.url, 'keys', ...args]);
  }

  it('prints a new key alone, so that a script can keep it', async () => {
    const outcome = await keys(
      () => ({ status: 201, body: { ...line, key: 'rw_a_b' } }),
      'create',
      'shop',
      '--scope',
      'publish',
      'read',
    );
    expect(outcome).toEqual({ code: 0, stdout: 'rw_a_b\n', stderr: '' });
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ name: 'shop', scopes: ['publish', 'read'] });
  });

  it('lists keys and how long they hold', async () => {
    const items = [
      line,
      { ...line, revokedAt: '2026-02-01T00:00:00.000Z' },
      { ...line, expiresAt: '2027-01-01T00:00:00.000Z' },
    ];
    const { stdout } = await keys(() => ({ body: { items } }), 'ls');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((row) => row.split(/ {2,}/).at(-1)),
    ).toEqual(['ENDS', 'never', 'revoked 2026-02-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
  });

  it('revokes a key', async () => {
    const outcome = await keys(() => ({ status: 204, body: '' }), 'revoke', 'shop', '0123456789abcdef');
    expect(outcome).toEqual({ code: 0, stdout: 'shop 0123456789abcdef revoked\n', stderr: '' });
    expect(server.asked).toMatchObject([{ method: 'DELETE', path: '/v1/keys/shop/0123456789abcdef' }]);
  });

  it('says what the server refuses', async () => {
    const outcome = await keys(() => problem(409, 'too-many-live-keys'), 'create', 'shop', '--scope', 'publish');
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: 'rw: too-many-live-keys it is\n' });
  });

  it.each([
    { args: ['create', 'shop'], complaint: "required option '--scope <scope...>' not specified" },
    { args: ['create', 'shop', '--scope', 'all'], complaint: 'Allowed choices are publish, read, write, admin' },
    { args: ['revoke', 'shop'], complaint: "missing required argument 'id'" },
  ])('ends with 2 for $args', async ({ args, complaint }) => {
    const { code, stderr } = await keys(() => undefined, ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(complaint)]);
  });
});
