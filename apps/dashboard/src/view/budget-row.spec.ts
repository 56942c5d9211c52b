import { describe, expect, it } from '@jest/globals';
import type { BudgetStatus } from '@roadworthy/contracts';

import { budgetRow } from './budget-row.js';
import { aNewStatus, aStatus, now } from './status.fixture.js';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const live = { now, isStale: false };
const ago = (ms: number): string => new Date(now - ms).toISOString();
const row = (changes: Partial<BudgetStatus> = {}) => budgetRow(aStatus(changes), live);

describe('a row of the table', () => {
  it('says where a healthy objective stands', () => {
    expect(row()).toMatchObject({
      service: 'shop',
      objective: 'availability',
      word: 'holds',
      mark: 'good',
      isHollow: false,
      isBlind: false,
      period: '30 d',
      explainHref: '/v1/slos/shop.availability/explain',
    });
    expect([plain(row().left.text), row().left.tone, row().lastEvent.text]).toEqual(['75.0 %', undefined, '4 s ago']);
    expect(plain(row().target.text)).toBe('99.9 %');
  });

  it.each([
    { remaining: 0.251, tone: undefined },
    { remaining: 0.25, tone: 'caution' },
    { remaining: 0, tone: 'bad' },
    { remaining: -1, tone: 'bad' },
  ])('colours only what needs a person: $remaining left is $tone', ({ remaining, tone }) => {
    expect(row({ remaining }).left.tone).toBe(tone);
  });

  it('shows both windows of the tier that leads, else of the first', () => {
    const windows = (changes: Partial<BudgetStatus>) => row(changes).burns.map(({ window }) => window);
    expect(windows({})).toEqual(['1 h', '5 min']);
    expect(windows({ leadingTier: 'day' })).toEqual(['1 d', '2 h']);
    expect(windows({ windows: [] })).toEqual([]);
  });

  it('shows no number for a silent objective, but since when and what was known last', () => {
    const silent = row({ lastEventAt: ago(3_280_000) });
    expect(silent).toMatchObject({ mark: 'none', word: 'no data', isBlind: true, burns: [] });
    expect([silent.left.text, silent.lastEvent.text]).toEqual(['no data', 'since 13:31']);
    expect(plain(silent.gaugeText)).toBe('unknown; 75.0 % of the budget was left at the last event');
    expect(silent.left.proof).toMatch(/^last known: left = /);
  });

  it('goes on showing what burns when a burning objective falls silent', () => {
    const burning = row({ lastEventAt: ago(3_280_000), severity: 'page', leadingTier: 'fast' });
    expect(burning).toMatchObject({ mark: 'bad', word: 'burning', isBlind: true });
    expect(burning.burns).toHaveLength(2);
  });

  it('knows an objective that never saw an event', () => {
    const fresh = budgetRow(aNewStatus(), live);
    expect([fresh.word, fresh.left.text, fresh.lastEvent.text, fresh.gauge]).toEqual([
      'no data yet',
      'no data',
      'never',
      undefined,
    ]);
  });

  it('is hollow while counts lag behind', () => {
    expect(row({ watermark: ago(180_000) })).toMatchObject({ isHollow: true, mark: 'good' });
    expect(row({ watermark: ago(180_000), provisional: false }).isHollow).toBe(false);
  });

  it('names times and not ages while the connection is lost', () => {
    expect(budgetRow(aStatus(), { now, isStale: true }).lastEvent.text).toBe('14:26:06');
  });

  it('says why samples could not be counted', () => {
    expect(row({ problem: 'requests is a value, not a ratio' }).problem).toBe('requests is a value, not a ratio');
  });
});
