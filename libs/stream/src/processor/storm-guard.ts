const consecutiveLimit = 100;
const windowSize = 500;
const ratioLimit = 0.5;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Watches how many records of a partition go to the dead letter. Too many in a row, or more than half of the last 500,
 * is a storm: something is broken, and draining the topic into the dead letter would only hide it.
 */
export class StormGuard {
  private consecutive = 0;
  private window: boolean[] = [];
  private bad = 0;
  private pauses = 0;

  note(deadLettered: boolean): void {
    this.consecutive = deadLettered ? this.consecutive + 1 : 0;
    this.window.push(deadLettered);
    if (deadLettered) this.bad++;
    if (this.window.length > windowSize && this.window.shift()) this.bad--;
  }

  /** @returns how long to pause, in ms; it doubles with each storm that follows on the last one */
  takePause(): number | undefined {
    const full = this.window.length >= windowSize;
    const storm = this.consecutive >= consecutiveLimit || (full && this.bad > ratioLimit * windowSize);
    if (!storm) {
      if (full && this.bad === 0) this.pauses = 0;
      return undefined;
    }
    this.consecutive = 0;
    this.window = [];
    this.bad = 0;
    return Math.min(firstPauseMs * 2 ** this.pauses++, longestPauseMs);
  }
}
