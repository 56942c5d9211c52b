/** The only source of time of the runtime, so that tests and replays can be their own. */
export abstract class Clock {
  /** @returns ms UTC */
  abstract now(): number;

  /** Calls back once at `at` or later, never earlier. @returns cancels it */
  abstract at(at: number, callback: () => void): () => void;
}

const longestTimeoutMs = 2 ** 31 - 1;

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  at(at: number, callback: () => void): () => void {
    let timeout: NodeJS.Timeout;
    const wait = (): void => {
      const left = at - Date.now();
      if (left <= 0) return callback();
      timeout = setTimeout(wait, Math.min(left, longestTimeoutMs));
    };
    timeout = setTimeout(wait, Math.min(Math.max(0, at - Date.now()), longestTimeoutMs));
    return () => clearTimeout(timeout);
  }
}
