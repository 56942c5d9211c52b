import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ExactSum } from './exact-sum.js';

const finite = fc.double({ noNaN: true, min: -1e140, max: 1e140 });

describe('ExactSum', () => {
  // Expected values: Python's math.fsum, and fractions.Fraction for the parts.
  it.each([
    { terms: [], expected: 0, parts: [] },
    { terms: [0.1, 0.2, 0.3], expected: 0.6, parts: [0.6, 2.7755575615628914e-17] },
    { terms: [1e100, 1, -1e100], expected: 1, parts: [1] },
    {
      terms: [1e16, 1, 1e-16],
      expected: 10000000000000002,
      parts: [10000000000000002, -0.9999999999999999, -1.1022302462515656e-17],
    },
    {
      terms: [1, 2 ** -53, 2 ** -105],
      expected: 1.0000000000000002,
      parts: [1.0000000000000002, -1.1102230246251563e-16],
    },
    { terms: [1, 2 ** -53], expected: 1, parts: [1, 1.1102230246251565e-16] },
    { terms: [9007199254740993, -1, 0.5], expected: 9007199254740992, parts: [9007199254740992, -0.5] },
  ])('of $terms is $expected', ({ terms, expected, parts }) => {
    const sum = new ExactSum();
    for (const term of terms) sum.add(term);
    expect(sum.value()).toBe(expected);
    expect(sum.parts()).toEqual(parts);
  });

  it('has the same parts whatever the order and the grouping', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 60 }), fc.nat(), (terms, cut) => {
        const whole = new ExactSum();
        for (const term of terms) whole.add(term);
        const left = new ExactSum();
        const right = new ExactSum();
        terms.toReversed().forEach((term, i) => (i < cut % 61 ? left : right).add(term));
        left.merge(right);
        expect(left.parts()).toEqual(whole.parts());
      }),
    );
  });

  it('multiplies without rounding', () => {
    const sum = new ExactSum();
    sum.addProduct(2 ** 27 + 1, 2 ** 27 + 1);
    sum.add(-(2 ** 54));
    sum.add(-(2 ** 28));
    expect(sum.parts()).toEqual([1]);
  });
});
