import type { ExponentialHistogram } from '@roadworthy/contracts';

type Side = ExponentialHistogram['positive'];

/**
 * The counts of a histogram in the buckets of `like`: zero, negative, positive. Scales only fall as a histogram grows,
 * so a finer one is merged down; a coarser one cannot be told apart and gives no counts.
 */
export function exponentialValues(histogram: ExponentialHistogram, like: ExponentialHistogram): readonly number[] {
  const shift = histogram.scale - like.scale;
  if (shift < 0) return [];
  return [
    histogram.zeroCount,
    ...inBuckets(histogram.negative, like.negative, shift),
    ...inBuckets(histogram.positive, like.positive, shift),
  ];
}

/** The inverse, in the buckets of `like`. */
export function withExponentialValues(like: ExponentialHistogram, values: readonly number[]): ExponentialHistogram {
  const [zeroCount = 0, ...counts] = values;
  const negatives = like.negative.counts.length;
  return {
    ...like,
    zeroCount,
    negative: { ...like.negative, counts: counts.slice(0, negatives) },
    positive: { ...like.positive, counts: counts.slice(negatives) },
  };
}

/** Halving the resolution `shift` times merges 2^shift neighbours. */
function inBuckets(side: Side, like: Side, shift: number): number[] {
  const counts = like.counts.map(() => 0);
  side.counts.forEach((count, i) => {
    const bucket = Math.floor((side.offset + i) / 2 ** shift) - like.offset;
    if (bucket >= 0 && bucket < counts.length) counts[bucket] = (counts[bucket] ?? 0) + count;
  });
  return counts;
}
