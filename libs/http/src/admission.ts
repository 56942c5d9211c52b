import type { FastifyRequest } from 'fastify';

import type { Credentials, Principal } from './credentials.js';
import { invalidHeader } from './problem.js';
import type { RouteOptions } from './route-options.js';

/** What is known of a request before its body is read. */
export interface Admission {
  /** the pattern of its path */
  readonly route: string;
  readonly options: RouteOptions;
  /** who asks, unless the route is open to everybody */
  principal: Principal | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` before it was admitted, and where no route takes it */
    admission: Admission | null;
  }
}

/** Finds the route, then who asks. @throws {Problem} 400 without a host, 401 or 403 for those who may not ask */
export function admit(request: FastifyRequest, credentials: Credentials): void {
  // Fastify puts these options together anew whenever it is asked for them.
  const { url = '*', config } = request.routeOptions;
  const admission: Admission = { route: url, options: config as RouteOptions, principal: undefined };
  request.admission = admission;
  mustNameHost(request);
  if (admission.options.isPublic !== true) admission.principal = credentials.authenticate(request);
}

/** @see RFC 9112, 3.2 */
function mustNameHost({ headers, raw: { httpVersion } }: FastifyRequest): void {
  if (headers.host !== undefined || httpVersion === '1.0') return;
  throw invalidHeader('host', 'header host must name this server, got nothing', { connection: 'close' });
}
