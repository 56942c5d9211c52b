import type { PermitStore } from './permit-store.js';

/** How many requests at most one trip to the store pays for: one in so many of a window's permits. */
const blocks = 50;

/** What is known here of one name's window. */
interface Share {
  /** permits that were taken from the store and not used */
  held: number;
  /** as the store last said */
  remaining: number;
  /** ms UTC */
  resetAt: number;
  pending: Promise<void> | undefined;
}

/** Whether a request may go on. */
export interface Decision {
  readonly isAllowed: boolean;
  /** in this window, `>= 0` */
  readonly remaining: number;
  /** until the window ends, s, rounded up */
  readonly resetSeconds: number;
}

/**
 * Permits of one kind of request. They come from the store in blocks of a fiftieth, so that few requests wait for it: a
 * replica may leave up to a block unused, and none allows more than the window has.
 */
export class Permits {
  private readonly shares = new Map<string, Share>();
  private readonly block: number;

  constructor(
    private readonly store: PermitStore,
    /** of a window */
    readonly limit: number,
    private readonly now: () => number,
  ) {
    this.block = Math.max(1, Math.floor(limit / blocks));
  }

  /** @returns at once when a permit is at hand, or none can be had before the window ends */
  take(name: string): Decision | Promise<Decision> {
    const share = this.shareOf(name);
    return this.decide(share) ?? this.afterRefill(name, share);
  }

  private decide(share: Share): Decision | undefined {
    const left = share.resetAt - this.now();
    if (left <= 0 || (share.held === 0 && share.remaining > 0)) return undefined;
    const isAllowed = share.held > 0;
    if (isAllowed) share.held--;
    return { isAllowed, remaining: share.held + share.remaining, resetSeconds: Math.ceil(left / 1000) };
  }

  private async afterRefill(name: string, share: Share): Promise<Decision> {
    for (;;) {
      await (share.pending ??= this.refill(name, share));
      const decision = this.decide(share);
      if (decision) return decision;
    }
  }

  private async refill(name: string, share: Share): Promise<void> {
    try {
      const { isGranted, remaining, resetMs } = await this.store.take(name, this.block);
      share.held = isGranted ? this.block : 0;
      share.remaining = isGranted ? remaining : 0;
      share.resetAt = this.now() + Math.max(1, resetMs);
    } finally {
      share.pending = undefined;
    }
  }

  private shareOf(name: string): Share {
    const known = this.shares.get(name);
    if (known) return known;
    this.forgetEnded();
    const share: Share = { held: 0, remaining: 0, resetAt: 0, pending: undefined };
    this.shares.set(name, share);
    return share;
  }

  /** Who asked once must not be remembered for ever. */
  private forgetEnded(): void {
    const now = this.now();
    for (const [name, { resetAt, pending }] of this.shares) if (resetAt <= now && !pending) this.shares.delete(name);
  }
}
