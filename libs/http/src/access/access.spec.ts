import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { generateKeyPair } from 'jose';

import { serveProbe } from '../probe-server.fixture.js';
import { apiKeyText, newApiKey, parseApiKey, secretHash } from './api-key.js';
import { TestIssuer } from './issuer.fixture.js';
import { KeyDirectory, type KnownKey } from './key-directory.js';
import { TokenVerifier } from './token-verifier.js';

class ListedKeys extends KeyDirectory {
  readonly keys = new Map<string, KnownKey>();

  find(id: string): KnownKey | undefined {
    return this.keys.get(id);
  }

  /** @returns what its holder sends */
  add(change: Partial<KnownKey> = {}): string {
    const key = newApiKey();
    this.keys.set(key.id, {
      tenant: 'acme',
      id: key.id,
      hash: secretHash(key.secret),
      scopes: ['read', 'write'],
      createdAt: '2026-01-01T00:00:00Z',
      ...change,
    });
    return apiKeyText(key);
  }
}

interface Answer {
  readonly status: number;
  readonly body: { readonly tenant?: string; readonly code?: string; readonly detail?: string };
}

describe('who asks', () => {
  const keys = new ListedKeys();
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    const tokens = new TokenVerifier(issuer.options);
    ({ app, url } = await serveProbe({ rootKey: 'a-root-key-of-some-length', keys, tokens }));
  });

  afterAll(async () => {
    await app.close();
    await issuer.close();
  });

  async function send(credential: string | undefined, path = '/checked', method = 'POST'): Promise<Answer> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ name: 'a', counts: [1] }) }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  }

  describe('by an API key', () => {
    it('acts for the tenant of the key, whatever the body says', async () => {
      expect(await send(keys.add())).toMatchObject({ status: 201, body: { tenant: 'acme' } });
    });

    it.each([
      { what: 'another secret', change: { hash: secretHash('another') }, detail: 'not known' },
      {
        what: 'a key that was revoked',
        change: { revokedAt: '2026-01-02T00:00:00Z' },
        detail: 'was revoked at 2026-01-02',
      },
      { what: 'a key that expired', change: { expiresAt: '2026-01-03T00:00:00Z' }, detail: 'expired at 2026-01-03' },
    ])('refuses $what', async ({ change, detail }) => {
      const { status, body } = await send(keys.add(change));
      expect(status).toBe(401);
      expect(body.detail).toContain(detail);
    });

    it.each(['rw_0123456789abcdef_', `rw_0123456789abcdef_${'a'.repeat(43)}`, 'rw_', 'x', 'a.b.c'])(
      'refuses %p',
      async (credential) => {
        expect((await send(credential)).status).toBe(401);
      },
    );

    it('stops to open on a connection that it opened, once it is revoked', async () => {
      const credential = keys.add();
      expect((await send(credential)).status).toBe(201);
      const { id = '' } = parseApiKey(credential) ?? {};
      const key = keys.find(id);
      if (key) keys.keys.set(id, { ...key, revokedAt: '2026-01-02T00:00:00Z' });
      expect((await send(credential)).status).toBe(401);
    });

    it('refuses what its scopes do not hold, and says which is needed', async () => {
      const { status, body } = await send(keys.add({ scopes: ['read'] }));
      expect(status).toBe(403);
      expect(body.detail).toMatch(/^this needs the scope write, [0-9a-f]{16} has read$/);
      expect((await send(keys.add({ scopes: ['read'] }), '/things/1', 'GET')).status).toBe(200);
    });
  });

  describe('by a token', () => {
    it('acts for the tenant that the token names, within its scopes', async () => {
      expect(await send(await issuer.token({ scope: 'openid roadworthy:write' }))).toMatchObject({
        status: 201,
        body: { tenant: 'acme' },
      });
      expect((await send(await issuer.token())).status).toBe(403);
      expect(
        (await send(await issuer.token({ scope: undefined, scp: ['roadworthy:read'] }), '/things/1', 'GET')).status,
      ).toBe(200);
    });

    it.each([
      { what: 'another audience', claims: { aud: 'another' }, detail: '"aud"' },
      { what: 'another issuer', claims: { iss: 'http://another.example' }, detail: '"iss"' },
      { what: 'one that expired', claims: { exp: 1_700_000_000 }, detail: '"exp"' },
      { what: 'one that never expires', claims: { exp: undefined }, detail: '"exp"' },
      { what: 'one that does not hold yet', claims: { nbf: 4_000_000_000 }, detail: '"nbf"' },
      { what: 'nobody', claims: { sub: undefined }, detail: '"sub"' },
      { what: 'no tenant', claims: { tenant: undefined }, detail: 'claim tenant' },
      { what: 'a tenant that cannot be one', claims: { tenant: '../default' }, detail: 'claim tenant' },
    ])('refuses $what', async ({ claims, detail }) => {
      const { status, body } = await send(await issuer.token(claims));
      expect(status).toBe(401);
      expect(body.detail).toContain(detail);
    });

    it('refuses an unknown key id', async () => {
      const { status, body } = await send(await issuer.token({}, { kid: 'two' }));
      expect(status).toBe(401);
      expect(body.detail).toContain('no applicable key');
    });

    it('refuses a signature of another key', async () => {
      const { privateKey } = await generateKeyPair('ES256');
      expect((await send(await issuer.token({}, { key: privateKey }))).status).toBe(401);
    });

    it('refuses a token without a signature', async () => {
      const [, claims = ''] = (await issuer.token({ scope: 'roadworthy:write' })).split('.');
      const header = Buffer.from('{"alg":"none"}').toString('base64url');
      expect((await send(`${header}.${claims}.`)).status).toBe(401);
    });

    it('says that it cannot verify while the issuer is down, and verifies once it is back', async () => {
      const second = await TestIssuer.start();
      const probe = await serveProbe({ tokens: new TokenVerifier(second.options) });
      const ask = async (): Promise<number> =>
        (await fetch(`${probe.url}/things/1`, { headers: { authorization: `Bearer ${await second.token()}` } })).status;
      second.isUp = false;
      expect(await ask()).toBe(503);
      second.isUp = true;
      expect(await ask()).toBe(200);
      await probe.app.close();
      await second.close();
    });
  });
});
