import { describe, expect, it } from '@jest/globals';

import { durationMs } from './duration.js';

describe('durationMs', () => {
  it.each([
    { text: '30d', expected: 2_592_000_000 },
    { text: '4w', expected: 2_419_200_000 },
    { text: '1h', expected: 3_600_000 },
    { text: '5m', expected: 300_000 },
    { text: '10s', expected: 10_000 },
  ])('reads $text', ({ text, expected }) => {
    expect(durationMs(text)).toBe(expected);
  });

  it.each(['', '0h', '1', 'h', '1M', '1Q', '1Y', '1.5h', '1h30m', '-1h', ' 1h', '1h ', '01h'])(
    'refuses "%s"',
    (text) => {
      expect(durationMs(text)).toBeUndefined();
    },
  );
});
