/** A point of a cumulative series: a counter's value, or a histogram's counts by bucket. */
export interface CumulativePoint {
  /** ms UTC */
  readonly time: number;
  /** when counting began, ms UTC, where the publisher says so */
  readonly start?: number | undefined;
  /** counts since then; integers `>= 0`, one for a counter */
  readonly values: readonly number[];
}

/** What is remembered of a cumulative series between two points. */
export type CounterState = CumulativePoint;

export interface CounterStep {
  /** counts since the previous point; `undefined` for a first point, a repetition or one that came out of order */
  readonly delta: readonly number[] | undefined;
  readonly state: CounterState;
  /** the publisher began anew */
  readonly reset: boolean;
}

/**
 * Turns cumulative points into deltas. Belongs where one owner sees the whole series: behind a load balancer two
 * replicas each see half of a counter.
 *
 * A reset is a later `start`, another number of buckets, or a count that fell; the delta is then all that was counted
 * since. A first point gives no delta: whoever knows that its `start` lies inside their own observation may count it.
 *
 * @see OpenTelemetry, Metrics Data Model, "Resets and Gaps"
 */
export function counterDelta(previous: CounterState | undefined, point: CumulativePoint): CounterStep {
  if (!previous) return { delta: undefined, state: point, reset: false };
  if (point.time <= previous.time) return { delta: undefined, state: previous, reset: false };
  if (isReset(previous, point)) return { delta: point.values, state: point, reset: true };
  const delta = point.values.map((value, i) => value - (previous.values[i] ?? 0));
  return { delta, state: point, reset: false };
}

function isReset(previous: CounterState, { start, values }: CumulativePoint): boolean {
  const startedLater = start !== undefined && previous.start !== undefined && start > previous.start;
  const fell = values.some((value, i) => value < (previous.values[i] ?? 0));
  return startedLater || fell || values.length !== previous.values.length;
}
