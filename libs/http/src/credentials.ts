import { createHash, timingSafeEqual } from 'node:crypto';

import { defaultTenant } from '@roadworthy/contracts';
import type { FastifyRequest } from 'fastify';

import { shown } from './messages.js';
import { Problem } from './problem.js';

/** On whose behalf a request acts. */
export interface Principal {
  readonly tenant: string;
}

export interface CredentialOptions {
  /** the address that the server listens on */
  readonly host: string;
  /** a key that opens everything; without it requests are open, which only a loopback address allows */
  readonly rootKey?: string | undefined;
  /** other programs reach the engines too, so that a loopback address protects nothing */
  readonly isCluster: boolean;
}

export const sessionCookie = 'rw_session';

const root: Principal = { tenant: defaultTenant };
const minKeyLength = 16;
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Why these settings would leave the doors open, or `undefined`. */
export function openDoor({ host, rootKey, isCluster }: CredentialOptions): string | undefined {
  if (rootKey !== undefined)
    return rootKey.length < minKeyLength
      ? `RW_ROOT_KEY must have at least ${minKeyLength} characters, got ${rootKey.length}`
      : undefined;
  if (!loopback.has(host)) return `HOST is ${host}, not a loopback address: RW_ROOT_KEY must be set`;
  return isCluster ? 'KAFKA_BROKERS is set: RW_ROOT_KEY must be set' : undefined;
}

/** Tells who asks, before the body is read. The tenant comes from here and from nowhere else. */
export class Credentials {
  private readonly rootHash: Buffer | undefined;
  /** what opened a connection before need not be hashed again on it: whoever holds it has shown it */
  private readonly opened = new WeakMap<object, string>();

  /** @throws {RangeError} when the settings would leave the doors open */
  constructor(options: CredentialOptions) {
    const problem = openDoor(options);
    if (problem !== undefined) throw new RangeError(problem);
    this.rootHash = options.rootKey === undefined ? undefined : hash(options.rootKey);
  }

  /** @throws {Problem} 401 */
  authenticate(request: FastifyRequest): Principal {
    if (this.rootHash === undefined) return this.local(request);
    const { authorization } = request.headers;
    const { socket } = request.raw;
    if (authorization !== undefined && this.opened.get(socket) === authorization) return root;
    const principal = this.byKey(request);
    if (authorization !== undefined) this.opened.set(socket, authorization);
    return principal;
  }

  private byKey(request: FastifyRequest): Principal {
    const key = bearer(request.headers.authorization) ?? cookie(request.headers.cookie);
    if (key === undefined) throw unauthenticated('a key is needed: authorization: Bearer <key>');
    if (!this.opens(key)) throw unauthenticated('the key is not known');
    return root;
  }

  /** @returns whether the key is one of ours */
  opens(key: string): boolean {
    return this.rootHash !== undefined && timingSafeEqual(hash(key), this.rootHash);
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

const unauthenticated = (detail: string): Problem =>
  new Problem({ status: 401, code: 'unauthenticated', detail, headers: { 'www-authenticate': 'Bearer' } });

const bearer = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];

function cookie(header: string | undefined): string | undefined {
  const value = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(header ?? '')?.[1] ?? '';
  try {
    return decodeURIComponent(value) || undefined;
  } catch {
    return undefined;
  }
}
