import { setFlagsFromString } from 'node:v8';

/** How far the heap of an embedded process may grow beyond what was alive at its last full collection, per cent. */
const growthPercent = 20;

// Loading the modules leaves much garbage behind. While they load, V8 returns what it can; so this is imported first.
setFlagsFromString('--memory-saver-mode');

/** Ends the thrift of the start. A process that has everything in it, on somebody's own machine, goes on growing slowly. */
export function settleHeap({ isEmbedded }: { isEmbedded: boolean }): void {
  setFlagsFromString('--no-memory-saver-mode');
  if (isEmbedded) setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
