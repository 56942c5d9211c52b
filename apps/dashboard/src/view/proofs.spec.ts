import { describe, expect, it } from '@jest/globals';

import { alertBurnProof, burnFigure, lastEventProof, leftProof, targetProof } from './proofs.js';
import { anAlert, aNewStatus, aStatus } from './status.fixture.js';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const checkout = aStatus({
  bad: 270_128,
  total: 258_543_258,
  remaining: 1 - 270_128 / 258_543.258,
  revision: 48_211,
  provisional: false,
});

describe('proofs', () => {
  it('say how what is left came about', () => {
    expect(plain(leftProof(checkout))).toBe(
      'left = 1 − bad/(b·total) = 1 − 270,128 / (0.001 × 258,543,258) = −4.481 % · ' +
        '30 d to 19 Nov 14:26:10 · revision 48,211 · sealed',
    );
  });

  it('say to where counts are sealed while they are provisional', () => {
    expect(leftProof(aStatus())).toMatch(/ · revision 118 · provisional, sealed to 19 Nov 14:25:56$/);
  });

  it('say how a burn rate came about, and what it is held against', () => {
    const window = {
      tier: 'fast',
      window: 'long' as const,
      ms: 3_600_000,
      bad: 34_950,
      total: 501_430,
      burnRate: 34_950 / 501_430 / 0.001,
      factor: 14.4,
    };
    expect(burnFigure(checkout, window)).toEqual({
      text: '69.7×',
      proof:
        'burn(1 h) = bad/total/b = 34,950 / 501,430 / 0.001 = 69.701× · ' +
        'fast fires above 14.4× in both windows · revision 48,211 · sealed',
      tone: 'bad',
    });
    expect(burnFigure(checkout, { ...window, burnRate: 14.4 }).tone).toBeUndefined();
  });

  it.each([
    { target: 0.999, total: 258_543_258, expected: '0.001 × 258,543,258 = 258,543 bad' },
    { target: 0.9995, total: 21_804_117, expected: '0.0005 × 21,804,117 = 10,902 bad' },
    { target: 0.95, total: 100, expected: '0.05 × 100 = 5 bad' },
    { target: 0.9, total: 30, expected: '0.1 × 30 = 3 bad' },
  ])('say what $target allows of $total', ({ target, total, expected }) => {
    expect(targetProof(aStatus({ target, total }))).toContain(expected);
  });

  it('say when the last event was, and what was not counted', () => {
    expect(lastEventProof(aStatus({ lateEvents: 3 }))).toBe(
      'last event 19 Nov 14:26:06 UTC · counts sealed to 19 Nov 14:25:56 · evaluated to 19 Nov 14:26:10 · ' +
        '3 events came too late to be counted',
    );
    expect(lastEventProof(aNewStatus())).toBe('no event was counted yet');
  });

  it('say what an alert was decided by', () => {
    const alert = anAlert();
    const [long] = alert.proof.windows;
    expect(long && alertBurnProof(long, alert)).toBe(
      '144 / 6,000 / 0.001 = 24.000× against 14.4× · 19 Nov 13:26:10 to 19 Nov 14:26:10 · episode 12, revision 4',
    );
  });
});
