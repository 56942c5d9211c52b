import type { ExplicitHistogram, ExponentialHistogram } from '@roadworthy/contracts';

const maxBuckets = 400;
const minScale = -10;
const maxScale = 20;

/** What is wrong with a histogram, in a sentence; `undefined` when nothing is. */
export function histogramProblem(histogram: ExplicitHistogram | ExponentialHistogram): string | undefined {
  return 'bounds' in histogram ? explicitProblem(histogram) : exponentialProblem(histogram);
}

function explicitProblem({ bounds, counts }: ExplicitHistogram): string | undefined {
  if (counts.length !== bounds.length + 1)
    return `a histogram has one count more than bounds, got ${counts.length} and ${bounds.length}`;
  const fall = bounds.findIndex((bound, i) => !Number.isFinite(bound) || (i > 0 && !(bound > (bounds[i - 1] ?? 0))));
  if (fall >= 0) return `bounds must be finite and rise, got ${bounds[fall]} at place ${fall}`;
  return countsProblem(counts);
}

function exponentialProblem({ scale, zeroCount, positive, negative }: ExponentialHistogram): string | undefined {
  if (!(Number.isInteger(scale) && scale >= minScale && scale <= maxScale))
    return `scale must be an integer from ${minScale} to ${maxScale}, got ${scale}`;
  for (const { offset } of [positive, negative])
    if (!Number.isInteger(offset)) return `offset must be an integer, got ${offset}`;
  return countsProblem([zeroCount]) ?? countsProblem(positive.counts) ?? countsProblem(negative.counts);
}

function countsProblem(counts: readonly number[]): string | undefined {
  if (counts.length > maxBuckets) return `a histogram has at most ${maxBuckets} buckets, got ${counts.length}`;
  const wrong = counts.find((count) => !(Number.isSafeInteger(count) && count >= 0));
  return wrong === undefined ? undefined : `counts must be integers from 0 to 2^53 - 1, got ${wrong}`;
}
