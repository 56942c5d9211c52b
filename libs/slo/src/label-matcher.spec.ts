import { describe, expect, it } from '@jest/globals';

import { labelMatcher, type CompilePattern, type LabelCondition } from './label-matcher.js';

const compile: CompilePattern = (pattern) => {
  const regExp = new RegExp(`^(?:${pattern})$`, 's');
  return (value) => regExp.test(value);
};

describe('labelMatcher', () => {
  // The answers are those of Prometheus for the same matcher: https://prometheus.io/docs/prometheus/latest/querying/basics/
  it.each<LabelCondition & { actual: string | undefined; expected: boolean }>([
    { label: 'status', op: '=', value: '200', actual: '200', expected: true },
    { label: 'status', op: '=', value: '200', actual: '2000', expected: false },
    { label: 'status', op: '=', value: '', actual: undefined, expected: true },
    { label: 'status', op: '!=', value: '200', actual: '500', expected: true },
    { label: 'status', op: '!=', value: '200', actual: undefined, expected: true },
    { label: 'status', op: '!=', value: '', actual: undefined, expected: false },
    { label: 'status', op: '=~', value: '5..', actual: '503', expected: true },
    { label: 'status', op: '=~', value: '5..', actual: '1503', expected: false },
    { label: 'status', op: '=~', value: '2..|3..', actual: '301', expected: true },
    { label: 'status', op: '=~', value: '.*', actual: undefined, expected: true },
    { label: 'status', op: '=~', value: '.+', actual: undefined, expected: false },
    { label: 'status', op: '!~', value: '5..', actual: '200', expected: true },
    { label: 'status', op: '!~', value: '5..', actual: '500', expected: false },
    { label: 'status', op: '!~', value: '.+', actual: undefined, expected: true },
  ])('$op "$value" on "$actual" is $expected', ({ actual, expected, ...condition }) => {
    expect(labelMatcher([condition], compile)(actual === undefined ? {} : { status: actual })).toBe(expected);
  });

  it('asks for all conditions', () => {
    const matches = labelMatcher(
      [
        { label: 'route', op: '=', value: '/stories' },
        { label: 'status', op: '!~', value: '5..' },
      ],
      compile,
    );
    expect(matches({ route: '/stories', status: '200' })).toBe(true);
    expect(matches({ route: '/stories', status: '500' })).toBe(false);
    expect(matches({ route: '/other', status: '200' })).toBe(false);
  });

  it('holds for every series when it has no condition', () => {
    expect(labelMatcher([], compile)({ anything: 'at all' })).toBe(true);
  });

  it('does not take a property of every object for a label', () => {
    expect(labelMatcher([{ label: 'constructor', op: '=', value: '' }], compile)({})).toBe(true);
  });
});
