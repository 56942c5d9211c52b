/** A sketch as data: equal for equal values, in whatever order and parts they came. */
export interface SketchData {
  /** how many values */
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** parts of the exact sum of the values, of falling magnitude */
  readonly sum: readonly number[];
  /** parts of the exact sum of their squares */
  readonly squares: readonly number[];
  /** every value, rising, while there are few; `zero`, `positive` and `negative` stand for more */
  readonly values?: readonly number[] | undefined;
  readonly zero?: number | undefined;
  readonly positive?: SketchCounts | undefined;
  /** by magnitude */
  readonly negative?: SketchCounts | undefined;
}

/** Counts by bucket: `counts[i]` values have key `keys[i]`; keys rise. */
export interface SketchCounts {
  readonly keys: readonly number[];
  readonly counts: readonly number[];
}
