import { RouteConfig } from '@nestjs/platform-fastify';
import type { Scope } from '@roadworthy/contracts';

/** What our hooks read of a route; all fields have careful defaults. */
export interface RouteOptions {
  /** open to everybody: health, the dashboard's files; everything else needs a credential */
  readonly isPublic?: boolean;
  /** that a credential needs: `read` for GET, else `write`, unless given */
  readonly scope?: Scope;
  /** whoever calls it takes 429 for a final no: too much is 503 */
  readonly retriesOnlyAfter503?: boolean;
  /** the handler gets the body as bytes, whatever its type */
  readonly rawBody?: boolean;
  /** of the inflated body, bytes */
  readonly bodyLimit?: number;
}

/** `@Route({ rawBody: true, bodyLimit: 4_194_304 })` on a controller's method. */
export const Route = (options: RouteOptions): MethodDecorator => RouteConfig(options);
