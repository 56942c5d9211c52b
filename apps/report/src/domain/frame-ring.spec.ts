import { describe, expect, it } from '@jest/globals';

import { FrameRing, type RingLimits } from './frame-ring.js';

function ringOf(count: number, limits: Partial<RingLimits> = {}): FrameRing {
  const ring = new FrameRing({ maxFrames: 100, maxBytes: 1_000, ...limits });
  for (let sequence = 1; sequence <= count; sequence++)
    ring.push({ sequence, tenant: 'default', key: 'k', bytes: new Uint8Array(10) });
  return ring;
}

describe('the ring of frames', () => {
  it.each<{ what: string; ring: FrameRing; after: number; expected: number[] | undefined }>([
    { what: 'all of them', ring: ringOf(3), after: 0, expected: [1, 2, 3] },
    { what: 'the rest', ring: ringOf(3), after: 2, expected: [3] },
    { what: 'none when nothing was missed', ring: ringOf(3), after: 3, expected: [] },
    { what: 'none before the first', ring: ringOf(0), after: 0, expected: [] },
    { what: 'the oldest that is kept', ring: ringOf(5, { maxFrames: 2 }), after: 3, expected: [4, 5] },
    { what: 'nothing once one is gone', ring: ringOf(5, { maxFrames: 2 }), after: 2, expected: undefined },
    { what: 'nothing once its bytes are too many', ring: ringOf(5, { maxBytes: 49 }), after: 0, expected: undefined },
    { what: 'those whose bytes just fit', ring: ringOf(5, { maxBytes: 50 }), after: 0, expected: [1, 2, 3, 4, 5] },
  ])('gives $what', ({ ring, after, expected }) => {
    expect(ring.after(after)?.map(({ sequence }) => sequence)).toEqual(expected);
  });
});
