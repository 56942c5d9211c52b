import { type Scope, scopes, tenantName } from '@roadworthy/contracts';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import { Problem } from '../problem.js';
import type { Principal } from './principal.js';
import { unauthenticated } from './unauthenticated.js';

export interface TokenOptions {
  /** as tokens name it in `iss`; its keys are found by OpenID Connect Discovery */
  readonly issuer: string;
  /** that `aud` must hold */
  readonly audience: string;
  /** name of the claim that holds the tenant */
  readonly tenantClaim: string;
}

/** A token that was verified. */
export interface VerifiedToken {
  readonly principal: Principal;
  /** ms UTC */
  readonly expiresAt: number;
}

/** Signatures of key pairs alone: with a shared secret whoever verifies could also sign, and `none` signs nothing. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const toleranceSeconds = 5;
const fetchMs = 3_000;
const scopePrefix = 'roadworthy:';

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Verifies JSON Web Tokens of one OpenID Connect issuer. @see RFC 8725 */
export class TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: TokenOptions) {}

  /** @throws {Problem} 401 for a token that is not good, 503 while the issuer's keys cannot be had */
  async verify(token: string): Promise<VerifiedToken> {
    const { issuer, audience } = this.options;
    try {
      const { payload } = await jwtVerify(token, await this.issuerKeys(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: toleranceSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return { principal: this.principalOf(payload), expiresAt: (payload.exp ?? 0) * 1000 };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private principalOf(claims: JWTPayload): Principal {
    const { tenantClaim } = this.options;
    const tenant = tenantName.safeParse(claims[tenantClaim]);
    if (!tenant.success) throw unauthenticated(`the token's claim ${tenantClaim} must name a tenant`);
    return { tenant: tenant.data, id: claims.sub ?? '', scopes: scopesOf(claims['scope'] ?? claims['scp']) };
  }

  /** Asked for once; again after a failure. */
  private issuerKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= this.discover().catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }

  private async discover(): Promise<JWTVerifyGetKey> {
    const { issuer } = this.options;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(fetchMs), redirect: 'error' });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    const document = discovery.parse(await answer.json());
    if (document.issuer !== issuer) throw new Error(`${address} is of the issuer ${document.issuer}`);
    return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: fetchMs });
  }
}

/** `scope` is a text with blanks, or a list; ours begin with `roadworthy:`. */
function scopesOf(claim: unknown): ReadonlySet<Scope> {
  const granted = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return new Set(scopes.filter((scope) => granted.includes(`${scopePrefix}${scope}`)));
}

const isOfToken = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  // What the library throws when the answer of the issuer is no set of keys.
  error.code !== errors.JOSEError.code &&
  !(error instanceof errors.JWKSInvalid);

function refusalOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isOfToken(error)) return unauthenticated(`the token is not valid: ${error.message}`, error);
  return new Problem({
    status: 503,
    code: 'issuer-unavailable',
    detail: 'the keys of the token issuer cannot be had, so that no token can be verified; try again',
    headers: { 'retry-after': '5' },
    cause: error,
  });
}
