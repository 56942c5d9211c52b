import { useSyncExternalStore } from 'react';

/** Calls its listeners once a second while there are any. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time in steps of a second, ms UTC, our own clock; what is read with it is drawn again with each step. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => Math.floor(Date.now() / 1_000) * 1_000);
