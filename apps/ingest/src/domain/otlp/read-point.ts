import type { ExplicitHistogram, ExponentialHistogram, Temporality } from '@roadworthy/contracts';

import { timeProblem } from '../event-time.js';
import { histogramProblem } from '../histogram-problem.js';
import type { Buckets, ExponentialPoint, HistogramPoint, NumberPoint, Point } from './metrics-request.js';
import { PointProblem } from './point-problem.js';

const nanosPerMs = 1e6;
const noRecordedValue = 1;

export const hasValue = ({ flags = 0 }: Point): boolean => (flags & noRecordedValue) === 0;

/** Event time of a point, to the nearest ms UTC. @throws {PointProblem} when it is missing, ahead or too old */
export function pointTime({ timeUnixNano = 0 }: Point, now: number): number {
  const time = Math.round(timeUnixNano / nanosPerMs);
  if (!(time > 0 && time < Number.MAX_SAFE_INTEGER))
    throw new PointProblem('invalid-time', `timeUnixNano must be a time, got ${timeUnixNano}`);
  const problem = timeProblem(time, now);
  if (problem) throw new PointProblem(problem.code, problem.detail);
  return time;
}

/** When the point's counting began, ms UTC, where it says so. */
export function pointStart({ startTimeUnixNano = 0 }: Point, time: number): number | undefined {
  const start = Math.round(startTimeUnixNano / nanosPerMs);
  return start > 0 && start < time ? start : undefined;
}

/** @throws {PointProblem} */
export function temporalityOf(value: number | undefined): Temporality {
  if (value === 1) return 'delta';
  if (value === 2) return 'cumulative';
  throw new PointProblem('invalid-temporality', `aggregationTemporality must be 1 or 2, got ${value ?? 0}`);
}

/** @throws {PointProblem} for NaN, infinities, and integers that a number cannot hold */
export function numberOf({ asDouble, asInt }: NumberPoint): number {
  if (asInt !== undefined) {
    if (Number.isSafeInteger(asInt)) return asInt;
    throw new PointProblem('invalid-value', `asInt must be below 2^53, got ${asInt}`);
  }
  if (asDouble !== undefined && Number.isFinite(asDouble)) return asDouble;
  throw new PointProblem('invalid-value', `a point needs a finite value, got ${asDouble ?? 'none'}`);
}

/** @throws {PointProblem} */
export function explicitHistogram(point: HistogramPoint): ExplicitHistogram {
  const { bucketCounts = [], explicitBounds = [], count = 0 } = point;
  const counts = bucketCounts.length === 0 && explicitBounds.length === 0 ? [count] : bucketCounts;
  return sound({ bounds: explicitBounds, counts, ...sumOf(point) });
}

/** @throws {PointProblem} */
export function exponentialHistogram(point: ExponentialPoint): ExponentialHistogram {
  const { scale = 0, zeroCount = 0, positive, negative } = point;
  return sound({ scale, zeroCount, positive: bucketsOf(positive), negative: bucketsOf(negative), ...sumOf(point) });
}

const bucketsOf = ({ offset = 0, bucketCounts = [] }: Buckets = {}): ExponentialHistogram['positive'] => ({
  offset,
  counts: bucketCounts,
});

function sound<H extends ExplicitHistogram | ExponentialHistogram>(histogram: H): H {
  const problem = histogramProblem(histogram);
  if (problem !== undefined) throw new PointProblem('invalid-histogram', problem);
  return histogram;
}

const sumOf = ({ sum }: { readonly sum?: number | undefined }): { sum?: number } =>
  sum !== undefined && Number.isFinite(sum) ? { sum } : {};
