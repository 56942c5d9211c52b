import type { Scope } from '@roadworthy/contracts';
import type { FastifyRequest } from 'fastify';

import { mustHaveScope, type Principal } from './access/principal.js';
import type { Credentials } from './credentials.js';
import { invalidHeader } from './problem.js';
import type { RouteOptions } from './route-options.js';

/** What is known of a request before its body is read. */
export interface Admission {
  /** the pattern of its path */
  readonly route: string;
  readonly options: RouteOptions;
  /** that it needs */
  readonly scope: Scope;
  /** who asks, unless the route is open to everybody */
  principal: Principal | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` before it was admitted, and where no route takes it */
    admission: Admission | null;
  }
}

/**
 * Finds the route, then who asks. Settled at once unless a token has to be verified.
 *
 * @throws {Problem} 400 without a host, 401 or 403 for those who may not ask
 */
export function admit(request: FastifyRequest, credentials: Credentials): Promise<void> | undefined {
  // Fastify puts these options together anew whenever it is asked for them.
  const { url = '*', config } = request.routeOptions;
  const options = config as RouteOptions;
  const scope = options.scope ?? (isReading(request.method) ? 'read' : 'write');
  const admission: Admission = { route: url, options, scope, principal: undefined };
  request.admission = admission;
  mustNameHost(request);
  if (admission.options.isPublic === true) return undefined;
  const principal = credentials.authenticate(request);
  if (principal instanceof Promise) return principal.then((known) => enter(admission, known));
  return enter(admission, principal);
}

function enter(admission: Admission, principal: Principal): undefined {
  mustHaveScope(principal, admission.scope);
  admission.principal = principal;
}

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** @see RFC 9112, 3.2 */
function mustNameHost({ headers, raw: { httpVersion } }: FastifyRequest): void {
  if (headers.host !== undefined || httpVersion === '1.0') return;
  throw invalidHeader('host', 'header host must name this server, got nothing', { connection: 'close' });
}
