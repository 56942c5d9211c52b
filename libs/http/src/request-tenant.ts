import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** @throws {Error} on a route that is open to everybody */
export function tenantOf({ admission, url }: FastifyRequest): string {
  if (!admission?.principal) throw new Error(`${url} is open and has no tenant`);
  return admission.principal.tenant;
}

/** The tenant of the request's credential: `@RequestTenant() tenant: string`. */
export const RequestTenant = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  tenantOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
