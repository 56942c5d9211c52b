import { ExactSum } from './exact-sum.js';
import { KeyedCounts } from './keyed-counts.js';
import type { SketchData } from './sketch-data.js';
import { sortedQuantile } from './sorted-quantile.js';

/** How far a quantile may be from the value at its rank, relative to it, once values are no longer kept singly. */
export const sketchAccuracy = 0.01;

/** Values of smaller magnitude count as zero. */
export const sketchZero = 1e-9;

/** The greatest magnitude that is taken: beyond it sums of squares would leave the range of a double. */
export const sketchLimit = 1e140;

const exactUpTo = 256;
const gamma = (1 + sketchAccuracy) / (1 - sketchAccuracy);
const logGamma = Math.log(gamma);

/** The bucket of a magnitude above zero: it holds `(gamma^(key-1), gamma^key]`. */
export const sketchKey = (magnitude: number): number => Math.ceil(Math.log(magnitude) / logGamma);

/** What stands for every value of a bucket: at most 1 % from each. */
const magnitudeOf = (key: number): number => (2 * gamma ** key) / (gamma + 1);

/**
 * Quantiles, mean and spread of any number of values in little space. Sketches merge, and the result does not depend on
 * order or grouping, to the bit.
 *
 * Up to 256 values are kept singly, so that their quantiles are exact; more are counted in buckets 2 % wide. Of each
 * sign the 2,048 greatest buckets are told apart; smaller magnitudes count as the last of them.
 *
 * @see Masson, Rim, Lee, "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees" (2019)
 */
export class QuantileSketch {
  private values: number[] | undefined = [];
  private zero = 0;
  private readonly positive = new KeyedCounts();
  private readonly negative = new KeyedCounts();
  private readonly sums = new ExactSum();
  private readonly squares = new ExactSum();
  private size = 0;
  private least = Infinity;
  private greatest = -Infinity;

  /** @param data - as `data()` gave it, not checked here */
  static from(data: SketchData): QuantileSketch {
    const sketch = new QuantileSketch();
    sketch.size = data.count;
    sketch.least = data.min;
    sketch.greatest = data.max;
    for (const part of data.sum) sketch.sums.add(part);
    for (const part of data.squares) sketch.squares.add(part);
    sketch.zero = data.zero ?? 0;
    sketch.values = data.values && [...data.values];
    if (data.positive) sketch.positive.addAll(data.positive);
    if (data.negative) sketch.negative.addAll(data.negative);
    return sketch;
  }

  get count(): number {
    return this.size;
  }

  /** `Infinity` when there are no values. */
  get min(): number {
    return this.least;
  }

  /** `-Infinity` when there are no values. */
  get max(): number {
    return this.greatest;
  }

  /** Rounded once, in the unit of the values; 0 when there are none. */
  get sum(): number {
    return this.sums.value();
  }

  /** `NaN` when there are no values. */
  get mean(): number {
    return this.sum / this.size;
  }

  /** The sum of squared deviations from the mean, `>= 0`, in the square of the values' unit. */
  get squaredDeviations(): number {
    const spread = new ExactSum();
    const sums = this.sums.parts();
    for (const a of sums) for (const b of sums) spread.addProduct(-a, b);
    for (const part of this.squares.parts()) spread.addProduct(part, this.size);
    return this.size === 0 ? 0 : Math.max(0, spread.value() / this.size);
  }

  /** @throws {RangeError} when `value` is not finite or its magnitude is above `sketchLimit` */
  add(value: number): void {
    if (!(Math.abs(value) <= sketchLimit))
      throw new RangeError(`a value must be in [${-sketchLimit}, ${sketchLimit}], got ${value}`);
    this.size++;
    this.least = Math.min(this.least, value);
    this.greatest = Math.max(this.greatest, value);
    this.sums.add(value);
    this.squares.addProduct(value, value);
    if (this.values) this.values.push(value);
    else this.countOne(value);
    this.limitValues();
  }

  /** Adds what `other` holds, which stays as it is. */
  merge(other: QuantileSketch): void {
    this.size += other.size;
    this.least = Math.min(this.least, other.least);
    this.greatest = Math.max(this.greatest, other.greatest);
    this.sums.merge(other.sums);
    this.squares.merge(other.squares);
    this.zero += other.zero;
    this.positive.merge(other.positive);
    this.negative.merge(other.negative);
    if (!other.values) this.forgetValues();
    for (const value of [...(other.values ?? [])])
      if (this.values) this.values.push(value);
      else this.countOne(value);
    this.limitValues();
  }

  /**
   * @param q - `0 <= q <= 1`
   * @returns in the unit of the values: exact for at most 256 of them and for `q` 0 and 1, else within 1 % of the value
   *   at rank `floor(q (count - 1))`
   * @throws {RangeError} when `q` is outside its range or there are no values
   */
  quantile(q: number): number {
    if (this.size === 0) throw new RangeError('a quantile needs at least one value, got none');
    if (this.values) return sortedQuantile(this.sortedValues(this.values), q);
    if (!(q >= 0 && q <= 1)) throw new RangeError(`q must be in [0, 1], got ${q}`);
    if (q === 0) return this.least;
    if (q === 1) return this.greatest;
    return Math.min(Math.max(this.atRank(Math.floor(q * (this.size - 1))), this.least), this.greatest);
  }

  data(): SketchData {
    const { size: count, least: min, greatest: max, values, zero } = this;
    const moments = { count, min, max, sum: this.sums.parts(), squares: this.squares.parts() };
    if (values) return { ...moments, values: this.sortedValues(values) };
    return { ...moments, zero, positive: this.positive.data(), negative: this.negative.data() };
  }

  /** The value that stands for the bucket of a rank. @param rank - from 0 */
  private atRank(rank: number): number {
    let passed = 0;
    for (const [key, count] of this.negative.rising().reverse()) if ((passed += count) > rank) return -magnitudeOf(key);
    if ((passed += this.zero) > rank) return 0;
    for (const [key, count] of this.positive.rising()) if ((passed += count) > rank) return magnitudeOf(key);
    return this.greatest;
  }

  private countOne(value: number): void {
    const magnitude = Math.abs(value);
    if (magnitude < sketchZero) this.zero++;
    else (value > 0 ? this.positive : this.negative).add(sketchKey(magnitude), 1);
  }

  private limitValues(): void {
    if (this.size > exactUpTo) this.forgetValues();
  }

  private forgetValues(): void {
    const { values } = this;
    this.values = undefined;
    for (const value of values ?? []) this.countOne(value);
  }

  /** `-0` is `0`, so that equal values have equal data. */
  private sortedValues(values: readonly number[]): number[] {
    return values.map((value) => value + 0).sort((a, b) => a - b);
  }
}
