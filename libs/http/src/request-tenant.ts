import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Principal } from './access/principal.js';

/** @throws {Error} on a route that is open to everybody */
export function principalOf({ admission, url }: FastifyRequest): Principal {
  if (!admission?.principal) throw new Error(`${url} is open and has no tenant`);
  return admission.principal;
}

/** @throws {Error} on a route that is open to everybody */
export const tenantOf = (request: FastifyRequest): string => principalOf(request).tenant;

/** The tenant of the request's credential: `@RequestTenant() tenant: string`. */
export const RequestTenant = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  tenantOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
