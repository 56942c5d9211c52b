import { type Scope, scopes } from '@roadworthy/contracts';

import type { Context } from '../context.js';
import { show, table } from '../output.js';
import { keyPage, newKey } from '../schemas.js';

export const keyScopes: readonly Scope[] = scopes;

export interface NewKeyOptions {
  readonly scope: readonly string[];
  /** RFC 3339 */
  readonly expires?: string;
}

/** Creates a key and prints it: nobody can be shown it again. */
export async function createKey(
  { api, output }: Context,
  name: string,
  { scope, expires: expiresAt }: NewKeyOptions,
): Promise<void> {
  const answer = await api.read('/v1/keys', newKey, {
    method: 'POST',
    body: JSON.stringify({ name, scopes: scope, ...(expiresAt !== undefined && { expiresAt }) }),
    headers: { 'content-type': 'application/json' },
  });
  show(output, answer, () => answer.key);
}

/** Lists the keys of the tenant, without their secrets. */
export async function listKeys({ api, output }: Context): Promise<void> {
  const { items } = await api.read('/v1/keys', keyPage);
  show(output, { items }, () =>
    items.length === 0
      ? 'no keys'
      : table([
          ['NAME', 'ID', 'SCOPES', 'CREATED AT', 'ENDS'],
          ...items.map(({ name, id, scopes: granted, createdAt, expiresAt, revokedAt }) => [
            name,
            id,
            granted.join(','),
            createdAt,
            revokedAt === undefined ? (expiresAt ?? 'never') : `revoked ${revokedAt}`,
          ]),
        ]),
  );
}

/** Revokes a key, for good. */
export async function revokeKey({ api, output }: Context, name: string, id: string): Promise<void> {
  await api.send(`/v1/keys/${encodeURIComponent(name)}/${encodeURIComponent(id)}`, { method: 'DELETE' });
  show(output, { name, id, revoked: true }, () => `${name} ${id} revoked`);
}
