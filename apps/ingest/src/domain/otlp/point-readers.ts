import type { Sample } from '@roadworthy/contracts';

import type { ExponentialPoint, HistogramPoint, Metric, NumberPoint, Point } from './metrics-request.js';
import { PointProblem } from './point-problem.js';
import {
  explicitHistogram,
  exponentialHistogram,
  mustBeTemporality,
  numberOf,
  pointStart,
  temporalityOf,
} from './read-point.js';

/** What a sample has of its series and time, whatever it measures. */
export type PointSeries = Pick<Sample, 'name' | 'unit' | 'labels' | 'time'>;

/** Makes a sample of a point. @throws {PointProblem} */
export type PointReader<P extends Point> = (point: P, series: PointSeries) => Sample;

export const readLevel: PointReader<NumberPoint> = (point, { name, unit, labels, time }) => ({
  kind: 'value',
  name,
  unit,
  labels,
  time,
  value: numberOf(point),
});

/** A sum that may fall is a level, whatever it says of its past, if it says something that OTLP knows. */
export const sumReader =
  ({ aggregationTemporality, isMonotonic = false }: NonNullable<Metric['sum']>): PointReader<NumberPoint> =>
  (point, series) => {
    if (isMonotonic) return counterSample(point, series, aggregationTemporality);
    mustBeTemporality(aggregationTemporality);
    return readLevel(point, series);
  };

function counterSample(point: NumberPoint, series: PointSeries, temporality: unknown): Sample {
  const value = numberOf(point);
  if (value < 0) throw new PointProblem('invalid-value', `a monotonic sum must be >= 0, got ${value}`);
  return { kind: 'counter', ...accumulated(point, series, temporality), value };
}

export const histogramReader =
  ({ aggregationTemporality }: NonNullable<Metric['histogram']>): PointReader<HistogramPoint> =>
  (point, series) => ({
    kind: 'histogram',
    ...accumulated(point, series, aggregationTemporality),
    histogram: explicitHistogram(point),
  });

export const exponentialReader =
  ({ aggregationTemporality }: NonNullable<Metric['exponentialHistogram']>): PointReader<ExponentialPoint> =>
  (point, series) => ({
    kind: 'exponentialHistogram',
    ...accumulated(point, series, aggregationTemporality),
    histogram: exponentialHistogram(point),
  });

/** What a sample that adds up over time says beside its value. */
const accumulated = (point: Point, { name, unit, labels, time }: PointSeries, temporality: unknown) => ({
  name,
  unit,
  labels,
  time,
  temporality: temporalityOf(temporality),
  start: pointStart(point, time),
});

export const refuseSummary: PointReader<Point> = () => {
  throw new PointProblem('unsupported', 'summaries cannot be added up; send histograms');
};
