import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decimalOf, fractionOf, lowestTerms } from './decimal.js';

describe('decimalOf', () => {
  it.each([
    { value: 0.999, shift: 0, expected: '0.999' },
    { value: 99.9, shift: -2, expected: '0.999' },
    { value: 99.99, shift: -2, expected: '0.9999' },
    { value: 99, shift: -2, expected: '0.99' },
    { value: 99.5, shift: -2, expected: '0.995' },
    { value: 5, shift: -2, expected: '0.05' },
    { value: 50, shift: -2, expected: '0.5' },
    { value: 100, shift: -2, expected: '1' },
    { value: 0, shift: -2, expected: '0' },
    { value: 1e-7, shift: 0, expected: '0.0000001' },
    { value: 1.5e-7, shift: -2, expected: '0.0000000015' },
    { value: 1e21, shift: 0, expected: '1000000000000000000000' },
    { value: -0.5, shift: 0, expected: '-0.5' },
    { value: 14.4, shift: 2, expected: '1440' },
  ])('writes $value shifted by $shift as $expected', ({ value, shift, expected }) => {
    expect(decimalOf(value, shift)).toBe(expected);
  });

  it('reads back as the number that it was given', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(decimalOf(value))).toBe(value === 0 ? 0 : value);
      }),
      { seed: 1 },
    );
  });

  it('shifts without changing the value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (value) => {
        const plain = fractionOf(decimalOf(value));
        const share = fractionOf(decimalOf(value, -2));
        expect(share.num * plain.den * 100n).toBe(plain.num * share.den);
      }),
      { seed: 2 },
    );
  });
});

describe('lowestTerms', () => {
  it.each([
    { decimal: '14.4', expected: { num: 72, den: 5 } },
    { decimal: '1', expected: { num: 1, den: 1 } },
    { decimal: '0.999', expected: { num: 999, den: 1000 } },
    { decimal: '2.50', expected: { num: 5, den: 2 } },
  ])('reduces $decimal', ({ decimal, expected }) => {
    expect(lowestTerms(fractionOf(decimal))).toEqual(expected);
  });

  it('refuses terms that a number cannot hold exactly', () => {
    expect(() => lowestTerms({ num: 2n ** 53n + 1n, den: 2n })).toThrow(RangeError);
  });
});
