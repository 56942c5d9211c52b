import { defaultTenant, type Scope, scopes } from '@roadworthy/contracts';

import { Problem } from '../problem.js';

/** On whose behalf a request acts, and what it may do. */
export interface Principal {
  readonly tenant: string;
  /** of a key its id, of a token its subject */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Whoever runs the platform: holds the root key, or asks where no credentials are needed. */
export const root: Principal = { tenant: defaultTenant, id: 'root', scopes: new Set(scopes) };

/** @throws {Problem} 403 */
export function mustHaveScope({ id, scopes: granted }: Principal, scope: Scope): void {
  if (granted.has(scope)) return;
  throw new Problem({
    status: 403,
    code: 'insufficient-scope',
    detail: `this needs the scope ${scope}, ${id} has ${[...granted].join(', ') || 'none'}`,
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}
