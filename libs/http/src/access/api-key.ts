import { createHash, randomBytes } from 'node:crypto';

const form = /^rw_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const idBytes = 8;
const secretBytes = 32;

/** A key as its holder sends it: `rw_<id>_<secret>`, so that whoever finds one can tell what it is and look it up. */
export interface ApiKey {
  readonly id: string;
  /** 256 random bits in base64url */
  readonly secret: string;
}

/** @returns `undefined` for what cannot be a key */
export function parseApiKey(text: string): ApiKey | undefined {
  const [, id, secret] = form.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export const apiKeyText = ({ id, secret }: ApiKey): string => `rw_${id}_${secret}`;

/** @param random - so many cryptographically random bytes */
export function newApiKey(random: (bytes: number) => Buffer = randomBytes): ApiKey {
  return { id: random(idBytes).toString('hex'), secret: random(secretBytes).toString('base64url') };
}

/** What is kept of a secret, in hex. Random bits need no slow hash: there is nothing to guess from. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
