import type { Clock } from './clock.js';

interface Timer {
  readonly key: string;
  at: number;
  index: number;
}

const yieldAfterMs = 5;

/** Wake-ups by key, a binary heap and one timeout. Never early; many at once give way to other work every 5 ms. */
export class Timers {
  private readonly heap: Timer[] = [];
  private readonly byKey = new Map<string, Timer>();
  private cancel: () => void = () => {};
  private armedFor = Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly due: (key: string, now: number) => void,
  ) {}

  /** @param at - ms UTC; `undefined` removes the timer */
  set(key: string, at: number | undefined): void {
    const timer = this.byKey.get(key);
    if (at === undefined) {
      if (timer) this.remove(timer);
    } else if (!timer) {
      this.push({ key, at, index: this.heap.length });
    } else if (timer.at !== at) {
      timer.at = at;
      this.settle(timer);
    }
    this.arm();
  }

  clear(): void {
    this.cancel();
    this.armedFor = Infinity;
    this.heap.length = 0;
    this.byKey.clear();
  }

  private arm(): void {
    const at = this.heap[0]?.at ?? Infinity;
    if (at === this.armedFor) return;
    this.cancel();
    this.armedFor = at;
    this.cancel = at === Infinity ? () => {} : this.clock.at(at, () => this.fire());
  }

  private fire(): void {
    const started = performance.now();
    this.armedFor = Infinity;
    for (let first = this.heap[0]; first; first = this.heap[0]) {
      const now = this.clock.now();
      if (first.at > now) break;
      if (performance.now() - started > yieldAfterMs) {
        setImmediate(() => this.fire());
        return;
      }
      this.remove(first);
      this.due(first.key, now);
    }
    this.arm();
  }

  private push(timer: Timer): void {
    this.heap.push(timer);
    this.byKey.set(timer.key, timer);
    this.settle(timer);
  }

  private remove(timer: Timer): void {
    const last = this.heap.pop();
    this.byKey.delete(timer.key);
    if (!last || last === timer) return;
    this.place(last, timer.index);
    this.settle(last);
  }

  private settle(timer: Timer): void {
    let { index } = timer;
    for (let parent = (index - 1) >> 1; index > 0 && this.time(parent) > timer.at; parent = (index - 1) >> 1) {
      this.move(parent, index);
      index = parent;
    }
    for (let child = this.smallerChild(index); this.time(child) < timer.at; child = this.smallerChild(index)) {
      this.move(child, index);
      index = child;
    }
    this.place(timer, index);
  }

  private smallerChild(index: number): number {
    const left = 2 * index + 1;
    return this.time(left + 1) < this.time(left) ? left + 1 : left;
  }

  private time(index: number): number {
    return this.heap[index]?.at ?? Infinity;
  }

  private move(from: number, to: number): void {
    const timer = this.heap[from];
    if (timer) this.place(timer, to);
  }

  private place(timer: Timer, index: number): void {
    this.heap[index] = timer;
    timer.index = index;
  }
}
