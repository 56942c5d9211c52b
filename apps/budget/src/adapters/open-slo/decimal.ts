import type { Rational } from '@roadworthy/contracts';

/**
 * The digits of a number as a person wrote them, without exponent and without arithmetic in floats.
 *
 * @param value - finite
 * @param shift - moves the decimal point that many places to the right; -2 reads a percentage as a share
 */
export function decimalOf(value: number, shift = 0): string {
  const [, sign = '', whole = '0', part = '', exponent = '0'] = notation.exec(String(value)) ?? [];
  const point = whole.length + Number(exponent) + shift;
  const padded = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${part}`.padEnd(point, '0');
  const at = Math.max(1, point);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(at).replace(/0+$/, '');
  return `${sign}${integer}${fraction && `.${fraction}`}`;
}

const notation = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** A fraction of integers that may be too large for a number. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

/** @param decimal - digits with at most one point, not negative */
export function fractionOf(decimal: string): Fraction {
  const [whole = '0', part = ''] = decimal.split('.');
  return { num: BigInt(whole + part), den: 10n ** BigInt(part.length) };
}

/**
 * The same fraction in lowest terms.
 *
 * @throws {RangeError} when a part does not fit a number exactly
 */
export function lowestTerms({ num, den }: Fraction): Rational {
  const divisor = gcd(num, den);
  const terms = { num: Number(num / divisor), den: Number(den / divisor) };
  if (!Number.isSafeInteger(terms.num) || !Number.isSafeInteger(terms.den))
    throw new RangeError(`a fraction must have terms below 2^53, got ${num / divisor}/${den / divisor}`);
  return terms;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
