/** An exact positive fraction of integers below 2^53. */
export interface Rational {
  readonly num: number;
  readonly den: number;
}

const decimalPattern = /^([0-9]+)(?:\.([0-9]+))?$/;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** In lowest terms. @throws {RangeError} when the parts are not positive integers below 2^53 */
export function rational(num: number, den: number): Rational {
  if (!(Number.isSafeInteger(num) && num > 0 && Number.isSafeInteger(den) && den > 0))
    throw new RangeError(`a fraction needs positive integers, got ${num}/${den}`);
  const divisor = gcd(num, den);
  return { num: num / divisor, den: den / divisor };
}

/**
 * The error budget of a target, exactly: 1 - target.
 *
 * @param target - a decimal in (0, 1) of at most 15 places, as text: `0.999` is 1/1000, which no float says
 * @throws {RangeError} when it is not
 */
export function errorBudget(target: string): Rational {
  const [, whole, places = ''] = decimalPattern.exec(target) ?? [];
  const den = 10 ** places.length;
  const num = Number(whole) * den + Number(places || 0);
  if (whole === undefined || places.length > 15 || num <= 0 || num >= den)
    throw new RangeError(`target must be a decimal in (0, 1) of at most 15 places, got ${target}`);
  return rational(den - num, den);
}
