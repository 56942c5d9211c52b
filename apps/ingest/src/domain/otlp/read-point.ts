import type { ExplicitHistogram, ExponentialHistogram, Temporality } from '@roadworthy/contracts';
import { shown } from '@roadworthy/http/messages';

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
export function temporalityOf(value: unknown): Temporality {
  if (value === 1) return 'delta';
  if (value === 2) return 'cumulative';
  throw invalidTemporality('1 or 2', value);
}

/** @throws {PointProblem} for what is not in OTLP; 0 says nothing, and so does leaving it out */
export function mustBeTemporality(value: unknown = 0): void {
  if (value !== 0 && value !== 1 && value !== 2) throw invalidTemporality('0, 1 or 2', value);
}

const invalidTemporality = (allowed: string, value: unknown): PointProblem =>
  new PointProblem('invalid-temporality', `aggregationTemporality must be ${allowed}, got ${shown(value)}`);

/** @throws {PointProblem} for NaN, infinities, and integers that a number cannot hold */
export function numberOf({ asDouble, asInt }: NumberPoint): number {
  if (asInt !== undefined) {
    if (Number.isSafeInteger(asInt)) return asInt;
    throw new PointProblem('invalid-value', `asInt must be an integer within 2^53, got ${asInt}`);
  }
  if (asDouble !== undefined && Number.isFinite(asDouble)) return asDouble;
  throw new PointProblem('invalid-value', `asDouble or asInt must be a finite number, got ${shown(asDouble)}`);
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
