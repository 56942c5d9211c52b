import { monitorEventLoopDelay } from 'node:perf_hooks';

import { Problem } from '../problem.js';

const resolutionMs = 10;
const lookMs = 500;
const nanosPerMs = 1e6;

const defaultLongestMs = 250;
/** One long pause, such as a collection of garbage, is no overload. */
const leastTurns = 4;

/** Tells whether this process still keeps up: who cannot answer in time had better say so at once. */
export class EventLoopGuard {
  private readonly delay = monitorEventLoopDelay({ resolution: resolutionMs });
  private timer: NodeJS.Timeout | undefined;
  private isLate = false;

  /** @param longestMs - how late the event loop may be, as a mean of half a second or more, before requests are refused */
  constructor(private readonly longestMs = defaultLongestMs) {}

  start(): void {
    this.delay.enable();
    this.timer = setInterval(() => this.look(), lookMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  /** @throws {Problem} 503 while the event loop is late */
  mustKeepUp(): void {
    if (!this.isLate) return;
    throw new Problem({
      status: 503,
      code: 'overloaded',
      detail: `the process is more than ${this.longestMs} ms behind; try again`,
      headers: { 'retry-after': '1' },
    });
  }

  private look(): void {
    if (this.delay.count < leastTurns) return;
    this.isLate = this.delay.mean / nanosPerMs > this.longestMs;
    this.delay.reset();
  }
}
