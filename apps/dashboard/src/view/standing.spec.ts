import { describe, expect, it } from '@jest/globals';
import type { BudgetStatus } from '@roadworthy/contracts';

import { isProvisional, type Standing, standingOf, worstFirst } from './standing.js';
import { aNewStatus, aStatus, now } from './status.fixture.js';

const ago = (ms: number): string => new Date(now - ms).toISOString();

describe('the standing of an objective', () => {
  it.each<{ what: string; status: BudgetStatus; expected: Standing }>([
    { what: 'with budget left', status: aStatus(), expected: 'holding' },
    { what: 'just above a quarter', status: aStatus({ remaining: 0.2501 }), expected: 'holding' },
    { what: 'at a quarter', status: aStatus({ remaining: 0.25 }), expected: 'low' },
    { what: 'with nothing left', status: aStatus({ remaining: 0 }), expected: 'spent' },
    { what: 'overspent', status: aStatus({ remaining: -0.045 }), expected: 'spent' },
    { what: 'with a page', status: aStatus({ severity: 'page' }), expected: 'burning' },
    { what: 'with a page and overspent', status: aStatus({ severity: 'page', remaining: -1 }), expected: 'burning' },
    { what: 'with a ticket', status: aStatus({ severity: 'ticket' }), expected: 'slow-burn' },
    { what: 'with a ticket and overspent', status: aStatus({ severity: 'ticket', remaining: -1 }), expected: 'spent' },
    { what: 'silent for 5 min', status: aStatus({ lastEventAt: ago(300_000) }), expected: 'holding' },
    { what: 'silent for longer', status: aStatus({ lastEventAt: ago(300_001) }), expected: 'silent' },
    {
      what: 'silent with a page',
      status: aStatus({ lastEventAt: ago(400_000), severity: 'page' }),
      expected: 'burning',
    },
    { what: 'silent and overspent', status: aStatus({ lastEventAt: ago(400_000), remaining: -1 }), expected: 'spent' },
    { what: 'that never saw an event', status: aNewStatus(), expected: 'waiting' },
  ])('$what is $expected', ({ status, expected }) => {
    expect(standingOf(status, now)).toBe(expected);
  });

  it('sorts the worst first, then by what is left, then by name', () => {
    const named = (objective: string, changes: Partial<BudgetStatus>) => aStatus({ objective, ...changes });
    const statuses = [
      named('holds-less', { remaining: 0.3 }),
      named('b-holds', { remaining: 0.9 }),
      named('a-holds', { remaining: 0.9 }),
      aNewStatus({ objective: 'new' }),
      named('silent', { remaining: 0.9, lastEventAt: ago(600_000) }),
      named('low', { remaining: 0.1 }),
      named('ticket', { severity: 'ticket' }),
      named('overspent-more', { remaining: -2 }),
      named('overspent', { remaining: -0.1 }),
      named('page', { severity: 'page', remaining: 0.8 }),
    ];
    expect(worstFirst(statuses, now).map(({ objective }) => objective)).toEqual([
      'page',
      'overspent-more',
      'overspent',
      'ticket',
      'low',
      'silent',
      'new',
      'holds-less',
      'a-holds',
      'b-holds',
    ]);
  });
});

describe('a provisional status', () => {
  it.each([
    { what: 'sealed', changes: { provisional: false, watermark: ago(0) }, expected: false },
    { what: 'behind by what exporters take', changes: { watermark: ago(120_000) }, expected: false },
    { what: 'behind by more', changes: { watermark: ago(120_001) }, expected: true },
  ])('that is $what is marked: $expected', ({ changes, expected }) => {
    expect(isProvisional(aStatus({ at: ago(60_000), ...changes }), now)).toBe(expected);
  });
});
