import { describe, expect, it } from '@jest/globals';
import type { Alert, BudgetStatus } from '@roadworthy/contracts';

import { answerOf } from './answer.js';
import type { Sentence } from './reasons.js';
import { worstFirst } from './standing.js';
import { anAlert, aNewStatus, aStatus, now } from './status.fixture.js';

const read = (sentence: Sentence): string =>
  sentence
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join('')
    .replaceAll('\u202f', ' ');
const answer = (statuses: readonly BudgetStatus[], alerts: readonly Alert[] = []) => {
  const found = answerOf(worstFirst(statuses, now), alerts, { now, isStale: false });
  return { ...found, text: `${found.verdict} ${read(found.rest)}` };
};
const burning = (changes: Partial<BudgetStatus> = {}): BudgetStatus => {
  const status = aStatus({ severity: 'page', leadingTier: 'fast', ...changes });
  const windows = status.windows.map((w) => (w.tier === 'fast' ? { ...w, bad: 24, total: 1_000, burnRate: 24 } : w));
  return { ...status, windows };
};
const never = (objective: string): BudgetStatus => aNewStatus({ objective });
const silent = aStatus({ lastEventAt: new Date(now - 3_280_000).toISOString() });

describe('the answer', () => {
  it.each([
    { what: 'nothing', statuses: [], text: 'Nothing to judge yet. No objective is defined.', mark: 'none' },
    {
      what: 'no event',
      statuses: [never('a')],
      text: 'Cannot tell yet. No event was counted for the one objective.',
      mark: 'none',
    },
    {
      what: 'no event for any',
      statuses: [never('a'), never('b')],
      text: 'Cannot tell yet. No event was counted for any of the 2 objectives.',
      mark: 'none',
    },
    {
      what: 'no event for some',
      statuses: [never('a'), aStatus()],
      text: 'Yes, as far as can be told. 1 objective holds; no event was counted yet for 1 more.',
      mark: 'good',
    },
    {
      what: 'one that holds',
      statuses: [aStatus()],
      text: 'Yes. The one objective, shop availability, has 75.0 % of its budget left.',
      mark: 'good',
    },
    {
      what: 'several that hold',
      statuses: [aStatus(), aStatus({ objective: 'p95' }), aStatus({ objective: 'latency', remaining: 0.441 })],
      text: 'Yes. All 3 objectives hold; the tightest, shop latency, has 44.1 % left.',
      mark: 'good',
    },
    {
      what: 'a low one',
      statuses: [aStatus({ remaining: 0.184 })],
      text: 'Yes, with care: shop availability. 18.4 % of its 30 d error budget is left.',
      mark: 'caution',
    },
    {
      what: 'a ticket',
      statuses: [aStatus({ severity: 'ticket', leadingTier: 'day' })],
      text: 'Yes, with care: shop availability. It burns its budget at 0× the even rate over 1 d, and 75.0 % is left.',
      mark: 'caution',
    },
    {
      what: 'an overspent one',
      statuses: [aStatus({ remaining: -0.045 })],
      text: 'shop availability: no. Its 30 d error budget is overspent by 4.5 %.',
      mark: 'bad',
    },
    {
      what: 'one that is spent to the last',
      statuses: [aStatus({ remaining: 0 })],
      text: 'shop availability: no. Its 30 d error budget is spent.',
      mark: 'bad',
    },
    {
      what: 'a page',
      statuses: [burning()],
      text: 'shop availability: no. It burns its budget at 24.0× the even rate over 1 h, and 75.0 % is left.',
      mark: 'bad',
    },
    {
      what: 'a page on an overspent one',
      statuses: [burning({ remaining: -0.5 })],
      text: 'shop availability: no. It burns its budget at 24.0× the even rate over 1 h, and its 30 d budget is overspent by 50.0 %.',
      mark: 'bad',
    },
    {
      what: 'a silent one',
      statuses: [silent, aStatus({ objective: 'latency' })],
      text: 'Cannot tell for shop availability. No event since 13:31; 75.0 % of its budget was left then.',
      mark: 'none',
    },
  ])('for $what', ({ statuses, text, mark }) => {
    const given = answer(statuses);
    expect([given.text, given.mark]).toEqual([text, mark]);
  });

  it('says why, and when the budget runs out at this rate', () => {
    const { reasons, explainHref } = answer([burning()], [anAlert()]);
    expect(reasons.map(({ name, says }) => `${name}: ${read(says)}`)).toEqual([
      'Spent: 250 bad of 1,000,000 in 30 d, to 25.0 % of what is allowed',
      'Alert: page (fast), open since 13:53 UTC',
      // 75 % of 30 d at 24 times the even rate: 22.5 h
      'Runs out: in 22 h 30 min at the rate of the last 1 h',
    ]);
    expect(explainHref).toBe('/v1/slos/shop.availability/explain');
  });

  it('has no reasons where all is well', () => {
    expect(answer([aStatus()]).reasons).toEqual([]);
  });

  it('takes the alert of the same objective alone', () => {
    const { reasons } = answer([burning()], [anAlert({ subject: 'latency' })]);
    expect(reasons.map(({ name }) => name)).toEqual(['Spent', 'Runs out']);
  });
});
