import { describe, expect, it } from '@jest/globals';

import { utf8Text } from './utf8-text.js';

describe('utf8Text', () => {
  it('reads UTF-8', () => {
    expect(utf8Text(new Uint8Array([0xe2, 0x82, 0xac]))).toBe('€');
  });

  it.each([
    { what: 'a byte that begins nothing', bytes: [0xff] },
    { what: 'a letter that is cut off', bytes: [0xe2, 0x82] },
    { what: 'an overlong form (RFC 3629, 3)', bytes: [0xc0, 0xaf] },
  ])('refuses $what', ({ bytes }) => {
    expect(() => utf8Text(new Uint8Array(bytes))).toThrow('not valid for encoding utf-8');
  });
});
