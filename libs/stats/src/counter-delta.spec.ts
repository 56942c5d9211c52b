import { describe, expect, it } from '@jest/globals';

import { counterDelta } from './counter-delta.js';

describe('counterDelta', () => {
  // The rules and cases of "Resets and Gaps" in OpenTelemetry's metrics data model.
  it.each([
    {
      name: 'rises',
      previous: { time: 10, start: 0, values: [5] },
      point: { time: 20, start: 0, values: [8] },
      delta: [3],
      reset: false,
    },
    {
      name: 'stands',
      previous: { time: 10, start: 0, values: [5] },
      point: { time: 20, start: 0, values: [5] },
      delta: [0],
      reset: false,
    },
    {
      name: 'restarts with a later start',
      previous: { time: 10, start: 0, values: [5] },
      point: { time: 20, start: 15, values: [9] },
      delta: [9],
      reset: true,
    },
    {
      name: 'falls without a start',
      previous: { time: 10, values: [5] },
      point: { time: 20, values: [2] },
      delta: [2],
      reset: true,
    },
    {
      name: 'is repeated',
      previous: { time: 10, start: 0, values: [5] },
      point: { time: 10, start: 0, values: [5] },
      delta: undefined,
      reset: false,
    },
    {
      name: 'comes out of order',
      previous: { time: 10, start: 0, values: [5] },
      point: { time: 9, start: 0, values: [4] },
      delta: undefined,
      reset: false,
    },
    {
      name: 'rises in some buckets',
      previous: { time: 10, start: 0, values: [1, 2, 3] },
      point: { time: 20, start: 0, values: [1, 5, 3] },
      delta: [0, 3, 0],
      reset: false,
    },
    {
      name: 'has other buckets',
      previous: { time: 10, start: 0, values: [1, 2] },
      point: { time: 20, start: 0, values: [1, 5, 3] },
      delta: [1, 5, 3],
      reset: true,
    },
    { name: 'is new', previous: undefined, point: { time: 20, start: 0, values: [7] }, delta: undefined, reset: false },
  ])('gives $delta when the series $name', ({ previous, point, delta, reset }) => {
    expect(counterDelta(previous, point)).toMatchObject({ delta, reset });
  });

  it('remembers the newest point only', () => {
    const previous = { time: 10, start: 0, values: [5] };
    expect(counterDelta(previous, { time: 9, start: 0, values: [4] }).state).toBe(previous);
  });
});
