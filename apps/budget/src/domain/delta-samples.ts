import type { ExplicitHistogram, ExponentialHistogram, Sample } from '@roadworthy/contracts';
import { counterDelta } from '@roadworthy/stats';

import { exponentialValues, withExponentialValues } from './exponential-values.js';
import type { ServiceBudgets } from './service-budgets.js';

type CumulativeSample = Extract<Sample, { temporality: unknown }>;

/** The newest point of a cumulative series. Times are ms UTC. */
export interface CumulativeState {
  readonly time: number;
  readonly start?: number | undefined;
  readonly counted: number | ExplicitHistogram | ExponentialHistogram;
}

/** A sample whose counts are those since its series' previous point. */
export interface DeltaSample {
  readonly sample: Sample;
  /** for the first point of a cumulative series: when its counting began, ms UTC; older objectives alone may count it */
  readonly first: number | undefined;
}

/** @returns `undefined` when the point adds nothing: a repetition, or a first point that does not say since when it counts */
export function deltaOf(state: ServiceBudgets, sample: Sample): DeltaSample | undefined {
  if (!('temporality' in sample) || sample.temporality === 'delta') return { sample, first: undefined };
  const { time, start } = sample;
  const key = counterKey(sample, start);
  const known = state.counters.get(key);
  const previous = known && { ...known, values: valuesOf(known.counted, sample) };
  const { delta } = counterDelta(previous, { time, start, values: valuesOf(countedBy(sample), sample) });
  if (!known || time > known.time) {
    state.counters.set(key, { time, start, counted: countedBy(sample) });
    state.changed.counters.add(key);
  }
  if (delta) return { sample: withValues(sample, delta), first: undefined };
  return known || start === undefined ? undefined : { sample, first: start };
}

/** Names a series inside its service. */
export const seriesKey = ({ name, unit = '', labels }: Sample): string => {
  const sorted = Object.keys(labels)
    .sort()
    .map((label) => [label, labels[label]]);
  return JSON.stringify([name, unit, ...sorted]);
};

/**
 * Names a counter among those that share a series: replicas of a service count apart under one name, and each began at
 * an instant of its own. A restarted one is a new counter.
 */
const counterKey = (sample: Sample, start: number | undefined): string =>
  start === undefined ? seriesKey(sample) : `${seriesKey(sample)}@${start}`;

const countedBy = (sample: CumulativeSample): CumulativeState['counted'] =>
  sample.kind === 'counter' ? sample.value : sample.histogram;

/** The counts in the layout of `like`; in none, so that it counts as a reset, where that cannot be. */
function valuesOf(counted: CumulativeState['counted'], like: CumulativeSample): readonly number[] {
  if (typeof counted === 'number') return like.kind === 'counter' ? [counted] : [];
  if ('bounds' in counted)
    return like.kind === 'histogram' && sameBounds(counted, like.histogram) ? counted.counts : [];
  return like.kind === 'exponentialHistogram' ? exponentialValues(counted, like.histogram) : [];
}

const sameBounds = (a: ExplicitHistogram, b: ExplicitHistogram): boolean =>
  a.bounds.length === b.bounds.length && a.bounds.every((bound, i) => bound === b.bounds[i]);

function withValues(sample: CumulativeSample, values: readonly number[]): Sample {
  switch (sample.kind) {
    case 'counter':
      return { ...sample, value: values[0] ?? 0 };
    case 'histogram':
      return { ...sample, histogram: { ...sample.histogram, counts: values } };
    case 'exponentialHistogram':
      return { ...sample, histogram: withExponentialValues(sample.histogram, values) };
  }
}
