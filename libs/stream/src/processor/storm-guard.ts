const consecutiveLimit = 100;
const windowSize = 500;
const ratioLimit = 0.5;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Watches how many records of a partition are dead: undecodable, thrown at by their step, or broken as their step says.
 * Too many in a row, or more than half of the last 500, is a storm: something is broken, and draining the topic into the
 * dead letter would only hide it.
 */
export class StormGuard {
  private consecutive = 0;
  private window: boolean[] = [];
  private bad = 0;
  private isStorm = false;
  private inARow = 0;

  /** Each record once. */
  note(isDead: boolean): void {
    this.consecutive = isDead ? this.consecutive + 1 : 0;
    this.window.push(isDead);
    if (isDead) this.bad++;
    if (this.window.length > windowSize && this.window.shift()) this.bad--;
    if (this.consecutive >= consecutiveLimit || (this.isFull && this.bad > ratioLimit * windowSize))
      this.isStorm = true;
  }

  /** How many storms have followed on each other. */
  get storms(): number {
    return this.inARow;
  }

  /** A storm that another owner saw is open: the next one follows on it. */
  resume(storms: number): void {
    this.inARow = Math.max(this.inARow, storms);
  }

  /** @returns how long to pause, in ms; it doubles with each storm that follows on the last one */
  takePause(): number | undefined {
    if (!this.isStorm) {
      if (this.isFull && this.bad === 0) this.inARow = 0;
      return undefined;
    }
    this.isStorm = false;
    this.consecutive = 0;
    this.window = [];
    this.bad = 0;
    return Math.min(firstPauseMs * 2 ** this.inARow++, longestPauseMs);
  }

  copy(): StormGuard {
    const copy = new StormGuard();
    copy.consecutive = this.consecutive;
    copy.window = [...this.window];
    copy.bad = this.bad;
    copy.isStorm = this.isStorm;
    copy.inARow = this.inARow;
    return copy;
  }

  private get isFull(): boolean {
    return this.window.length >= windowSize;
  }
}
