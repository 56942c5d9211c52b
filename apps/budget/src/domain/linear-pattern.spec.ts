import { describe, expect, it } from '@jest/globals';

import { InvalidPatternError, linearPattern } from './linear-pattern.js';

describe('linearPattern', () => {
  it.each([
    { pattern: '5..', value: '503', expected: true },
    { pattern: '5..', value: '5033', expected: false },
    { pattern: '5..', value: '1503', expected: false },
    { pattern: 'a|b', value: 'b', expected: true },
    { pattern: 'a|b', value: 'ab', expected: false },
    { pattern: 'a.b', value: 'a\nb', expected: true },
    { pattern: '(?i)get', value: 'GET', expected: true },
    { pattern: '/api/v\\d+', value: '/api/v12', expected: true },
    { pattern: '', value: '', expected: true },
  ])('$pattern on $value is $expected', ({ pattern, value, expected }) => {
    expect(linearPattern(pattern)(value)).toBe(expected);
  });

  it.each(['(', '[', 'a**', '(?=a)', '(a)\\1', 'a{1001}', '(a{100}){100}'])('refuses %s', (pattern) => {
    expect(() => linearPattern(pattern)).toThrow(InvalidPatternError);
  });

  it('stays linear where a backtracking engine takes for ever', () => {
    expect(linearPattern('(a|a)*(a*)*x')('a'.repeat(256))).toBe(false);
  });
});
