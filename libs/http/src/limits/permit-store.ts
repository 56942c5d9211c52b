import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** What is left of a window after permits were taken, or refused. */
export interface Grant {
  readonly isGranted: boolean;
  /** permits that nobody has taken yet, `>= 0` */
  readonly remaining: number;
  /** until the window ends, ms */
  readonly resetMs: number;
}

export interface PermitStoreOptions {
  /** of a window */
  readonly permits: number;
  readonly windowSeconds: number;
  /** an ioredis client, which counts for all replicas; without one each counts for itself */
  readonly redis?: unknown;
}

/** A store that does not answer must not hold up requests. */
const patienceMs = 100;

/** Counts permits by name in fixed windows. While Redis does not answer, this process counts for itself. */
export class PermitStore {
  private readonly own: RateLimiterMemory;
  private readonly shared: RateLimiterRedis | undefined;

  constructor({ permits: points, windowSeconds: duration, redis: storeClient }: PermitStoreOptions) {
    this.own = new RateLimiterMemory({ points, duration });
    this.shared =
      storeClient === undefined
        ? undefined
        : new RateLimiterRedis({ storeClient, points, duration, keyPrefix: 'rw:rate', rejectIfRedisNotReady: true });
  }

  async take(name: string, count: number): Promise<Grant> {
    const own = (): Promise<RateLimiterRes> => this.own.consume(name, count);
    if (!this.shared) return granted(own());
    try {
      return await granted(inTime(this.shared.consume(name, count)));
    } catch {
      return granted(own());
    }
  }
}

/** @throws what is no answer of the limiter's */
async function granted(answer: Promise<RateLimiterRes>): Promise<Grant> {
  try {
    return grantOf(await answer, true);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return grantOf(refusal, false);
    throw refusal;
  }
}

const grantOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isGranted: boolean): Grant => ({
  isGranted,
  remaining: remainingPoints,
  resetMs: msBeforeNext,
});

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timeout = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timeout);
  }
}
