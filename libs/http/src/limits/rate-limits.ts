import { type Scope, scopes } from '@roadworthy/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from '../problem.js';
import { PermitStore } from './permit-store.js';
import { type Decision, Permits } from './permits.js';

const windowSeconds = 10;

export interface RateLimitOptions {
  /** requests a second of one credential on one route, as a mean over 10 s; 0 sets no limit */
  readonly perSecond: Readonly<Record<Scope, number>>;
  /** an ioredis client, which counts for all replicas; without one each counts for itself */
  readonly redis?: unknown;
  /** ms UTC */
  readonly now?: () => number;
}

/** How many requests one credential may send to one route, by what the route needs. */
export class RateLimits {
  private readonly permits = new Map<Scope, Permits>();

  constructor({ perSecond, redis, now = Date.now }: RateLimitOptions) {
    for (const scope of scopes) {
      const permits = perSecond[scope] * windowSeconds;
      if (permits > 0)
        this.permits.set(scope, new Permits(new PermitStore({ permits, windowSeconds, redis }), permits, now));
    }
  }

  /**
   * Takes a permit, and says in the answer's headers how many are left. Waits for the store only where none is at hand.
   *
   * @throws {Problem} 429, or 503 on a route whose senders would give up after 429
   */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    const { admission } = request;
    const { principal, scope } = admission ?? {};
    const permits = scope && this.permits.get(scope);
    if (!admission || !principal || !permits) return undefined;
    const decision = permits.take(`${scope}:${principal.tenant}:${principal.id}:${admission.route}`);
    const enter = (known: Decision): undefined => {
      announce(reply, scope, permits.limit, known);
      if (!known.isAllowed) throw refusal(known, permits.limit, admission.options.retriesOnlyAfter503 === true);
    };
    return decision instanceof Promise ? decision.then(enter) : enter(decision);
  }
}

/** @see RateLimit header fields for HTTP (IETF draft-ietf-httpapi-ratelimit-headers) */
function announce(reply: FastifyReply, name: string, limit: number, { remaining, resetSeconds }: Decision): void {
  reply.header('ratelimit-policy', `"${name}";q=${limit};w=${windowSeconds}`);
  reply.header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`);
}

function refusal({ resetSeconds }: Decision, limit: number, isFor503: boolean): Problem {
  return new Problem({
    status: isFor503 ? 503 : 429,
    code: 'rate-limited',
    detail: `at most ${limit} requests in ${windowSeconds} s of one credential to one route; try again in ${resetSeconds} s`,
    headers: { 'retry-after': String(resetSeconds) },
  });
}
