export interface HeartbeatOptions {
  /** how long the other side is silent at most */
  readonly everyMs: number;
  /** told once so many of these times have passed without a sound */
  readonly onSilence: () => void;
}

/** How many times in a row nothing may be heard. */
export const missedBeats = 3;

/**
 * Notices that the other side of a connection is gone without having closed it. It counts the times that passed while
 * this process ran, so that one that was stopped for a while listens again before it judges.
 */
export class Heartbeats {
  private readonly timer: NodeJS.Timeout;
  private missed = 0;

  constructor({ everyMs, onSilence }: HeartbeatOptions) {
    this.timer = setInterval(() => {
      if (++this.missed === missedBeats) onSilence();
    }, everyMs);
  }

  heard(): void {
    this.missed = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
