import type { ExplicitHistogram, ExponentialHistogram, Sample } from '@roadworthy/contracts';

import type { SeriesRole, ThresholdRule } from './series-matcher.js';

/** What a sample adds to an objective. */
export interface CountedEvents {
  readonly part: number;
  readonly total: number;
}

/** Why an indicator cannot count a sample of its series. */
export type Uncountable = string;

/**
 * How many events a sample stands for, and how many of them are the indicator's good (or bad) ones. Counters and
 * histograms must be deltas already.
 *
 * @param partIsGood - whether the counted part is the good events
 */
export function eventCounts(sample: Sample, role: SeriesRole, partIsGood: boolean): CountedEvents | Uncountable {
  if (role.threshold) return thresholdCounts(sample, role.threshold);
  const ratio = ratioOf(sample);
  if (typeof ratio === 'string') return ratio;
  const { good, total } = ratio;
  return { part: role.part ? (partIsGood ? good : badOf(sample, good, total)) : 0, total: role.total ? total : 0 };
}

/** A ratio sample knows its bad events; any other selected as bad is bad as a whole. */
const badOf = ({ kind }: Sample, good: number, total: number): number => (kind === 'ratio' ? total - good : total);

function ratioOf(sample: Sample): { good: number; total: number } | Uncountable {
  switch (sample.kind) {
    case 'ratio':
      return { good: sample.good, total: sample.total };
    case 'value':
      return { good: 1, total: 1 };
    case 'counter':
      if (!Number.isSafeInteger(sample.value) || sample.value < 0)
        return `a counter of events must rise by whole numbers, got ${sample.value}`;
      return { good: sample.value, total: sample.value };
    case 'histogram':
    case 'exponentialHistogram': {
      const total = histogramTotal(sample.histogram);
      return { good: total, total };
    }
  }
}

function thresholdCounts(sample: Sample, rule: ThresholdRule): CountedEvents | Uncountable {
  switch (sample.kind) {
    case 'value':
      return { part: holds(sample.value, rule) ? 1 : 0, total: 1 };
    case 'histogram':
    case 'exponentialHistogram':
      return histogramCounts(sample.histogram, rule);
    case 'ratio':
    case 'counter':
      return `a threshold needs observations or a histogram, got a ${sample.kind}`;
  }
}

/** Buckets include their upper bound, so only <= and > can be told, and only at a bound. */
function histogramCounts(
  histogram: ExplicitHistogram | ExponentialHistogram,
  rule: ThresholdRule,
): CountedEvents | Uncountable {
  const { op, threshold } = rule;
  if (op === 'lt' || op === 'gte') return `a histogram can tell lte and gt at a bound, not ${op} ${threshold}`;
  const below = 'bounds' in histogram ? atMost(histogram, threshold) : atMostExponential(histogram, threshold);
  if (below === undefined) return `${threshold} is not a bound of the histogram`;
  const total = histogramTotal(histogram);
  return { part: op === 'lte' ? below : total - below, total };
}

function holds(value: number, { op, threshold }: ThresholdRule): boolean {
  switch (op) {
    case 'lt':
      return value < threshold;
    case 'lte':
      return value <= threshold;
    case 'gt':
      return value > threshold;
    case 'gte':
      return value >= threshold;
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

export const histogramTotal = (histogram: ExplicitHistogram | ExponentialHistogram): number =>
  'bounds' in histogram
    ? sum(histogram.counts)
    : histogram.zeroCount + sum(histogram.positive.counts) + sum(histogram.negative.counts);

function atMost({ bounds, counts }: ExplicitHistogram, threshold: number): number | undefined {
  const bound = bounds.indexOf(threshold);
  return bound < 0 ? undefined : sum(counts.slice(0, bound + 1));
}

function atMostExponential(histogram: ExponentialHistogram, threshold: number): number | undefined {
  const { scale, zeroCount, positive, negative } = histogram;
  const exact = Math.log2(threshold) * 2 ** scale;
  const bound = Math.round(exact);
  if (!(threshold > 0) || Math.abs(exact - bound) > 1e-9 * Math.max(1, Math.abs(bound))) return undefined;
  return zeroCount + sum(negative.counts) + sum(positive.counts.slice(0, Math.max(0, bound - positive.offset)));
}
