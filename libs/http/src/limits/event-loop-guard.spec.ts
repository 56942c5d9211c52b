import { setTimeout } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { EventLoopGuard } from './event-loop-guard.js';

function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

async function untilItSays(guard: EventLoopGuard, expected: 'late' | 'in time', between: () => void): Promise<void> {
  for (;;) {
    between();
    await setTimeout(1);
    const isLate = refuses(guard);
    if (isLate === (expected === 'late')) return;
  }
}

function refuses(guard: EventLoopGuard): boolean {
  try {
    guard.mustKeepUp();
    return false;
  } catch {
    return true;
  }
}

describe('EventLoopGuard', () => {
  it('refuses while the event loop is late, and no longer', async () => {
    const guard = new EventLoopGuard(40);
    guard.start();
    expect(() => guard.mustKeepUp()).not.toThrow();
    await untilItSays(guard, 'late', () => work(80));
    expect(() => guard.mustKeepUp()).toThrow('the process is more than 40 ms behind; try again');
    await untilItSays(guard, 'in time', () => undefined);
    guard.stop();
  });

  it('takes one long pause for what it is', async () => {
    const guard = new EventLoopGuard(40);
    guard.start();
    await setTimeout(20);
    work(700);
    for (let turn = 0; turn < 30; turn++) {
      await setTimeout(1);
      guard.mustKeepUp();
    }
    guard.stop();
  });
});
