import { createHash, timingSafeEqual } from 'node:crypto';

import type { FastifyRequest } from 'fastify';

import { parseApiKey, secretHash } from './access/api-key.js';
import { type KeyDirectory, type KnownKey, NoKeys } from './access/key-directory.js';
import { type Principal, root } from './access/principal.js';
import type { TokenVerifier } from './access/token-verifier.js';
import { unauthenticated } from './access/unauthenticated.js';
import { shown } from './messages.js';
import { Problem } from './problem.js';

export interface CredentialOptions {
  /** the address that the server listens on */
  readonly host: string;
  /** a key that opens everything */
  readonly rootKey?: string | undefined;
  /** of an issuer whose tokens are taken; without it and without a root key requests are open */
  readonly tokens?: TokenVerifier | undefined;
  readonly keys?: KeyDirectory;
  /** other programs reach the engines too, so that a loopback address protects nothing */
  readonly isCluster: boolean;
  /** ms UTC */
  readonly now?: () => number;
}

export const sessionCookie = 'rw_session';

const minKeyLength = 16;
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

type DoorSettings = Pick<CredentialOptions, 'host' | 'rootKey' | 'isCluster'> & { readonly tokens?: unknown };

/** Why these settings would leave the doors open, or `undefined`. */
export function openDoor({ host, rootKey, tokens, isCluster }: DoorSettings): string | undefined {
  if (rootKey !== undefined && rootKey.length < minKeyLength)
    return `RW_ROOT_KEY must have at least ${minKeyLength} characters, got ${rootKey.length}`;
  if (rootKey !== undefined || tokens !== undefined) return undefined;
  if (!loopback.has(host)) return `HOST is ${host}, not a loopback address: RW_ROOT_KEY or RW_OIDC_ISSUER must be set`;
  return isCluster ? 'KAFKA_BROKERS is set: RW_ROOT_KEY or RW_OIDC_ISSUER must be set' : undefined;
}

/** What opened a connection. */
interface Opening {
  readonly credential: string;
  readonly principal: Principal;
  /** whether it still would */
  readonly holds: () => boolean;
}

/** Tells who asks, before the body is read. The tenant comes from here and from nowhere else. */
export class Credentials {
  private readonly rootHash: Buffer | undefined;
  private readonly keys: KeyDirectory;
  private readonly tokens: TokenVerifier | undefined;
  private readonly now: () => number;
  /** what opened a connection before need not be hashed again on it: whoever holds it has shown it */
  private readonly openings = new WeakMap<object, Opening>();

  /** @throws {RangeError} when the settings would leave the doors open */
  constructor(options: CredentialOptions) {
    const problem = openDoor(options);
    if (problem !== undefined) throw new RangeError(problem);
    this.rootHash = options.rootKey === undefined ? undefined : hash(options.rootKey);
    this.tokens = options.tokens;
    this.keys = options.keys ?? new NoKeys();
    this.now = options.now ?? Date.now;
  }

  /** Waits for nothing but a token that was not seen on its connection. @throws {Problem} 401, 403, 503 */
  authenticate(request: FastifyRequest): Principal | Promise<Principal> {
    if (this.rootHash === undefined && !this.tokens) return this.local(request);
    const { authorization, cookie: cookies } = request.headers;
    const credential = bearer(authorization) ?? cookie(cookies);
    if (credential === undefined) throw unauthenticated('a key is needed: authorization: Bearer <key>');
    const { socket } = request.raw;
    const before = this.openings.get(socket);
    if (before?.credential === credential && before.holds()) return before.principal;
    const opening = this.open(credential);
    if (opening instanceof Promise) return opening.then((opened) => this.keep(socket, opened));
    return this.keep(socket, opening);
  }

  /** @returns whether it would open anything */
  async opens(credential: string): Promise<boolean> {
    try {
      await this.open(credential);
      return true;
    } catch {
      return false;
    }
  }

  private keep(socket: object, opening: Opening): Principal {
    this.openings.set(socket, opening);
    return opening.principal;
  }

  private open(credential: string): Opening | Promise<Opening> {
    if (this.rootHash && timingSafeEqual(hash(credential), this.rootHash))
      return { credential, principal: root, holds: () => true };
    if (credential.startsWith('rw_')) return this.openWithKey(credential);
    if (this.tokens && credential.split('.').length === 3) return this.openWithToken(credential, this.tokens);
    throw unauthenticated('the key is not known');
  }

  private openWithKey(credential: string): Opening {
    const { id, secret } = parseApiKey(credential) ?? {};
    const key = id === undefined ? undefined : this.keys.find(id);
    if (!key || secret === undefined || !isSecretOf(key, secret)) throw unauthenticated('the key is not known');
    const problem = endOf(key, this.now());
    if (problem !== undefined) throw unauthenticated(problem);
    const principal = { tenant: key.tenant, id: key.id, scopes: new Set(key.scopes) };
    return {
      credential,
      principal,
      holds: () => this.keys.find(key.id) === key && endOf(key, this.now()) === undefined,
    };
  }

  private async openWithToken(credential: string, tokens: TokenVerifier): Promise<Opening> {
    const { principal, expiresAt } = await tokens.verify(credential);
    return { credential, principal, holds: () => this.now() < expiresAt };
  }

  /** Without keys a page of another site must reach us neither by a name that it points at this machine nor from itself. */
  private local({ hostname, headers: { origin } }: FastifyRequest): Principal {
    if (!isLoopback(hostname)) throw foreign('host', hostname);
    if (origin !== undefined && !isLoopback(origin.replace(/^https?:\/\//, ''))) throw foreign('origin', origin);
    return root;
  }
}

/** @param place - a host, with or without a port */
const isLoopback = (place: string): boolean => loopback.has(place.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));

const foreign = (header: string, value: string): Problem =>
  new Problem({
    status: 403,
    code: `foreign-${header}`,
    detail: `header ${header} must be a loopback name, got ${shown(value)}`,
  });

const isSecretOf = ({ hash: kept }: KnownKey, secret: string): boolean =>
  timingSafeEqual(Buffer.from(secretHash(secret), 'hex'), Buffer.from(kept, 'hex'));

/** @returns why a key opens nothing any more */
function endOf({ id, revokedAt, expiresAt }: KnownKey, now: number): string | undefined {
  if (revokedAt !== undefined) return `the key ${id} was revoked at ${revokedAt}`;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now) return `the key ${id} expired at ${expiresAt}`;
  return undefined;
}

const bearer = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];

function cookie(header: string | undefined): string | undefined {
  const value = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(header ?? '')?.[1] ?? '';
  try {
    return decodeURIComponent(value) || undefined;
  } catch {
    return undefined;
  }
}
