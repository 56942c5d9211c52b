/**
 * The quantile of a sample by linear interpolation between order statistics, type 7 of Hyndman and Fan, as R and
 * PostgreSQL's `percentile_cont` compute it.
 *
 * @param sorted - rising, finite, at least one
 * @param q - `0 <= q <= 1`
 * @returns in the unit of the values
 * @throws {RangeError} when `q` is outside its range or there are no values
 * @see Hyndman, Fan, "Sample Quantiles in Statistical Packages" (1996)
 */
export function sortedQuantile(sorted: readonly number[], q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`q must be in [0, 1], got ${q}`);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('a quantile needs at least one value, got none');
  return below + (place - Math.floor(place)) * (above - below);
}
