import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Principal } from './credentials.js';

const principals = new WeakMap<FastifyRequest['raw'], Principal>();

export const setPrincipal = ({ raw }: FastifyRequest, principal: Principal): void => {
  principals.set(raw, principal);
};

/** @throws {Error} on a route that is open to everybody */
export function tenantOf({ raw, url }: FastifyRequest): string {
  const principal = principals.get(raw);
  if (!principal) throw new Error(`${url} is open and has no tenant`);
  return principal.tenant;
}

/** The tenant of the request's credential: `@RequestTenant() tenant: string`. */
export const RequestTenant = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  tenantOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
