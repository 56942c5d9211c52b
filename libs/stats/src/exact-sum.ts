/**
 * A sum of doubles without rounding: whatever the order in which numbers and sums are added, the parts are the same to
 * the bit. Kept as an expansion, doubles of falling magnitude that do not overlap.
 *
 * Exact while no partial sum leaves the range of a double.
 *
 * @see Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates" (1997), GROW-EXPANSION
 */
export class ExactSum {
  /** rising magnitudes, no zeros */
  private terms: number[];

  /** @param terms - to add up, finite */
  constructor(terms: readonly number[] = []) {
    this.terms = [];
    for (const term of terms) this.add(term);
  }

  /** @param x - finite */
  add(x: number): void {
    const kept: number[] = [];
    let carried = x;
    for (const term of this.terms) {
      const { sum, error } = twoSum(carried, term);
      if (error !== 0) kept.push(error);
      carried = sum;
    }
    if (carried !== 0) kept.push(carried);
    this.terms = kept;
  }

  /** Adds `x * y`, also without rounding. @param x - with `y`, of magnitudes from 1e-140 to 1e140, or 0: others round */
  addProduct(x: number, y: number): void {
    const product = x * y;
    this.add(product);
    this.add(productError(x, y, product));
  }

  merge(other: ExactSum): void {
    for (const term of [...other.terms]) this.add(term);
  }

  /** @returns the double nearest to the sum, ties to even */
  value(): number {
    return rounded(this.terms);
  }

  /**
   * The one canonical form of the sum: each part is the double nearest to what the parts before it leave.
   *
   * @returns falling magnitudes; empty for 0
   */
  parts(): number[] {
    const rest = new ExactSum(this.terms);
    const parts: number[] = [];
    while (rest.terms.length > 0) {
      const part = rest.value();
      parts.push(part);
      rest.add(-part);
    }
    return parts;
  }
}

/** Knuth's: `sum + error` is exactly `a + b`. */
function twoSum(a: number, b: number): { sum: number; error: number } {
  const sum = a + b;
  const bVirtual = sum - a;
  return { sum, error: a - (sum - bVirtual) + (b - bVirtual) };
}

/** Dekker's: what rounding took from `x * y`. */
function productError(x: number, y: number, product: number): number {
  const [xHigh, xLow] = halves(x);
  const [yHigh, yLow] = halves(y);
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}

/** Veltkamp's: two halves of 26 bits each whose sum is `x`. */
function halves(x: number): readonly [high: number, low: number] {
  const scaled = (2 ** 27 + 1) * x;
  const high = scaled - (scaled - x);
  return [high, x - high];
}

/** Adds from the greatest down; what is left below decides a tie. @param terms - an expansion, rising */
function rounded(terms: readonly number[]): number {
  let i = terms.length - 1;
  let sum = terms[i] ?? 0;
  let error = 0;
  while (i > 0 && error === 0) ({ sum, error } = twoSum(sum, terms[--i] ?? 0));
  const below = terms[i - 1] ?? 0;
  if (error === 0 || Math.sign(error) !== Math.sign(below)) return sum;
  const nudged = sum + 2 * error;
  return nudged - sum === 2 * error ? nudged : sum;
}
