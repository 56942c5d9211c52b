import { describe, expect, it } from '@jest/globals';

import { durationText } from './duration-text.js';

describe('durationText', () => {
  it.each([
    { ms: 2_592_000_000, text: '30d' },
    { ms: 2_419_200_000, text: '4w' },
    { ms: 129_600_000, text: '36h' },
    { ms: 5_400_000, text: '90m' },
    { ms: 45_000, text: '45s' },
    { ms: 1_500, text: '1500ms' },
  ])('writes $ms ms as $text', ({ ms, text }) => {
    expect(durationText(ms)).toBe(text);
  });
});
