import { describe, expect, it } from '@jest/globals';
import type { BudgetStatus } from '@roadworthy/contracts';

import { othersOf } from './others.js';
import { worstFirst } from './standing.js';
import { aNewStatus, aStatus, now } from './status.fixture.js';

const others = (statuses: readonly BudgetStatus[]): string[] =>
  othersOf(worstFirst(statuses, now), { now, isStale: false }).map(({ mark, name, says }) =>
    `${mark}: ${name} ${says.map((part) => (typeof part === 'string' ? part : part.text)).join('')}`.replaceAll(
      '\u202f',
      ' ',
    ),
  );
const named = (objective: string, changes: Partial<BudgetStatus> = {}) => aStatus({ objective, ...changes });

describe('the other objectives', () => {
  it('have a line each where something is the matter, and share one where they hold', () => {
    const lines = others([
      named('first', { severity: 'page', remaining: -9 }),
      named('page', { severity: 'page', remaining: 0.8 }),
      named('over', { remaining: -0.012 }),
      named('low', { remaining: 0.184 }),
      named('silent', { lastEventAt: new Date(now - 3_280_000).toISOString() }),
      aNewStatus({ objective: 'new' }),
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => named(name)),
    ]);
    expect(lines).toEqual([
      'bad: shop page no, burning: 80.0 % left',
      'bad: shop over no: overspent by 1.2 %',
      'caution: shop low yes, with care: 18.4 % left',
      'none: shop silent cannot tell: no data since 13:31',
      'none: shop new no data yet',
      'good: shop a, shop b, shop c, shop d and 2 more yes',
    ]);
  });

  it('are not told one by one when there are many', () => {
    const lines = others(Array.from({ length: 20 }, (_, i) => named(`low-${i}`, { remaining: 0.1 })));
    expect(lines).toHaveLength(7);
    expect(lines[6]).toBe('caution: 13 more in the table');
  });

  it('are silent when the answer speaks for all', () => {
    expect(others([named('a'), named('b')])).toEqual([]);
    expect(others([])).toEqual([]);
  });
});
