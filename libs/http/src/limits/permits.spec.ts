import { describe, expect, it } from '@jest/globals';

import { PermitStore } from './permit-store.js';
import { Permits } from './permits.js';

/** Counts how often it is asked. */
class CountingStore extends PermitStore {
  trips = 0;

  override take(...request: Parameters<PermitStore['take']>): ReturnType<PermitStore['take']> {
    this.trips++;
    return super.take(...request);
  }
}

const windowSeconds = 10;

function permitsOf(limit: number): { permits: Permits; store: CountingStore; pass: (ms: number) => void } {
  const clock = { ahead: 0 };
  const store = new CountingStore({ permits: limit, windowSeconds });
  const permits = new Permits(store, limit, () => Date.now() + clock.ahead);
  return { permits, store, pass: (ms) => (clock.ahead += ms) };
}

describe('Permits', () => {
  it('allows exactly as many as the window has', async () => {
    const { permits } = permitsOf(100);
    let allowed = 0;
    for (let i = 0; i < 150; i++) if ((await permits.take('a')).isAllowed) allowed++;
    expect(allowed).toBe(100);
  });

  it('asks the store once for a fiftieth of the window', async () => {
    const { permits, store } = permitsOf(1_000);
    for (let i = 0; i < 1_000; i++) await permits.take('a');
    expect(store.trips).toBe(50);
  });

  it('waits for one answer, however many ask at once', async () => {
    const { permits, store } = permitsOf(1_000);
    const decisions = await Promise.all(Array.from({ length: 20 }, () => permits.take('a')));
    expect(decisions.every(({ isAllowed }) => isAllowed)).toBe(true);
    expect(store.trips).toBe(1);
  });

  it('says how many are left, and until when', async () => {
    const { permits } = permitsOf(100);
    expect(await permits.take('a')).toEqual({ isAllowed: true, remaining: 99, resetSeconds: 10 });
    expect(await permits.take('a')).toMatchObject({ isAllowed: true, remaining: 98 });
  });

  it('does not go to the store again for a name whose window is used up', async () => {
    const { permits, store } = permitsOf(2);
    for (let i = 0; i < 10; i++) await permits.take('a');
    expect(store.trips).toBeLessThanOrEqual(3);
  });

  it('counts every name by itself', async () => {
    const { permits } = permitsOf(1);
    expect((await permits.take('a')).isAllowed).toBe(true);
    expect((await permits.take('a')).isAllowed).toBe(false);
    expect((await permits.take('b')).isAllowed).toBe(true);
  });

  it('allows again in the next window', async () => {
    const { permits, store, pass } = permitsOf(1);
    await permits.take('a');
    expect((await permits.take('a')).isAllowed).toBe(false);
    pass(windowSeconds * 1_000 + 1);
    const before = store.trips;
    await permits.take('a');
    expect(store.trips).toBe(before + 1);
  });
});
