import { describe, expect, it } from '@jest/globals';

import { StormGuard } from './storm-guard.js';

const dead = (count: number): boolean[] => Array.from({ length: count }, () => true);
const sound = (count: number): boolean[] => Array.from({ length: count }, () => false);
const mixed = (rounds: number, ...round: boolean[]): boolean[] => Array.from({ length: rounds }, () => round).flat();

function pauseAfter(notes: readonly boolean[], guard = new StormGuard()): number | undefined {
  for (const isDead of notes) guard.note(isDead);
  return guard.takePause();
}

describe('StormGuard', () => {
  it.each([
    { what: '99 dead records in a row', notes: dead(99), pauseMs: undefined },
    { what: '100 in a row', notes: dead(100), pauseMs: 1_000 },
    { what: '100 in a row with a sound one behind them', notes: [...dead(100), false], pauseMs: 1_000 },
    { what: '99 in a row, again and again', notes: mixed(2, ...dead(99), false), pauseMs: undefined },
    { what: 'half of the last 500', notes: mixed(250, true, false), pauseMs: undefined },
    { what: 'more than half of the last 500', notes: [...mixed(249, true, false), true, true], pauseMs: 1_000 },
    { what: 'more than half of fewer', notes: mixed(100, true, true, false), pauseMs: undefined },
  ])('pauses for $pauseMs ms after $what', ({ notes, pauseMs }) => {
    expect(pauseAfter(notes)).toBe(pauseMs);
  });

  it('pauses twice as long each time, up to a minute, until 500 sound records in a row', () => {
    const guard = new StormGuard();
    const pauses = Array.from({ length: 8 }, () => pauseAfter(dead(100), guard));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(pauseAfter(sound(500), guard)).toBeUndefined();
    expect(pauseAfter(dead(100), guard)).toBe(1_000);
  });

  it('has copies that go on by themselves', () => {
    const guard = new StormGuard();
    for (const isDead of dead(99)) guard.note(isDead);
    const copy = guard.copy();
    expect(pauseAfter([true], copy)).toBe(1_000);
    expect(guard.takePause()).toBeUndefined();
    expect(pauseAfter([true], guard)).toBe(1_000);
  });
});
