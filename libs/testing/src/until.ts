import { setTimeout } from 'node:timers/promises';

const everyMs = 10;

/**
 * Asks again until there is an answer.
 *
 * @param ask - resolves to `undefined` or `false` while it is too early
 * @throws {Error} with `what` when `withinMs` have passed
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, withinMs = 10_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`still not after ${withinMs} ms: ${what}`);
    await setTimeout(everyMs);
  }
}
