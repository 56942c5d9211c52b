import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';

const audience = 'roadworthy';

/** An OpenID Connect issuer on a free port: discovery, its keys, and tokens signed with them. */
export class TestIssuer {
  /** while it is false the issuer's keys cannot be had */
  isUp = true;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
    private readonly key: CryptoKey,
  ) {}

  static async start(): Promise<TestIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
    const server = createServer((request, response) => {
      if (!issuer.isUp) {
        response.writeHead(503).end();
        return;
      }
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      const body = isDiscovery ? { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` } : { keys };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    const issuer = new TestIssuer(`http://127.0.0.1:${port}`, close, privateKey);
    return issuer;
  }

  get options(): { issuer: string; audience: string; tenantClaim: string } {
    return { issuer: this.url, audience, tenantClaim: 'tenant' };
  }

  /** A good token unless told otherwise. @param claims - `undefined` leaves one out */
  token(
    claims: Readonly<Record<string, unknown>> = {},
    { kid = 'one', key = this.key, alg = 'ES256' } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: this.url, aud: audience, sub: 'ada', exp: now + 60, tenant: 'acme', scope: 'roadworthy:read' };
    return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg, kid }).sign(key);
  }
}
