import type { AccessKey } from '@roadworthy/contracts';

/** How many keys of one holder may open doors at once: the one in use, and the one that takes over. */
export const maxLiveKeys = 2;

/** How many that open nothing any more are remembered. */
const maxEnded = 10;

/** @param now - ms UTC */
export const isLive = ({ revokedAt, expiresAt }: AccessKey, now: number): boolean =>
  revokedAt === undefined && (expiresAt === undefined || Date.parse(expiresAt) > now);

/** @returns `undefined` when as many live as may */
export function withKey(keys: readonly AccessKey[], added: AccessKey, now: number): readonly AccessKey[] | undefined {
  const live = keys.filter((key) => isLive(key, now));
  if (live.length >= maxLiveKeys) return undefined;
  const ended = keys.filter((key) => !isLive(key, now)).slice(-maxEnded);
  return [...ended, ...live, added];
}

/** @returns `undefined` when there is no such key. @param now - ms UTC */
export function withoutKey(keys: readonly AccessKey[], id: string, now: number): readonly AccessKey[] | undefined {
  if (!keys.some((key) => key.id === id)) return undefined;
  const revokedAt = new Date(now).toISOString();
  return keys.map((key) => (key.id === id ? { ...key, revokedAt: key.revokedAt ?? revokedAt } : key));
}
