import { Clock } from '@roadworthy/stream';

/** A clock that moves when it is told to. */
export class ManualClock extends Clock {
  private readonly due = new Set<{ readonly at: number; readonly callback: () => void }>();

  constructor(private time: number) {
    super();
  }

  now(): number {
    return this.time;
  }

  at(at: number, callback: () => void): () => void {
    const entry = { at, callback };
    this.due.add(entry);
    return () => this.due.delete(entry);
  }

  /** Calls back what is due on the way, in order. */
  advance(ms: number): void {
    this.time += ms;
    for (const entry of [...this.due].filter(({ at }) => at <= this.time).sort((a, b) => a.at - b.at))
      if (this.due.delete(entry)) entry.callback();
  }
}
