import type { Alert, BudgetStatus } from '@roadworthy/contracts';

import { type AsOf, explainHref, leadingWindows } from './budget-row.js';
import { since, span } from './moments.js';
import { count, many, percent } from './numbers.js';
import { burnFigure, type Figure, lastEventProof, leftProof } from './proofs.js';
import { type Reason, reasonsOf, type Sentence } from './reasons.js';
import { lookOf, type MarkKind, type Standing, standingOf } from './standing.js';

/** What stands on top: the verdict, why, and what the reader can do with it. */
export interface Answer {
  readonly mark: MarkKind;
  readonly verdict: string;
  readonly rest: Sentence;
  readonly reasons: readonly Reason[];
  readonly explainHref: string | undefined;
}

export const question = 'Do the budgets hold?';

/** @param worst - all statuses, sorted worst first */
export function answerOf(worst: readonly BudgetStatus[], alerts: readonly Alert[], { now }: AsOf): Answer {
  const [status] = worst;
  if (!status) return nothing('Nothing to judge yet.', 'No objective is defined.');
  const standing = standingOf(status, now);
  const waiting = worst.filter((other) => standingOf(other, now) === 'waiting').length;
  if (standing === 'waiting' && waiting === worst.length)
    return nothing('Cannot tell yet.', `No event was counted for ${all(waiting)}.`);
  if (standing === 'waiting') return partly(worst, waiting);
  const { verdict, rest } = verdictOf(status, standing, { worst, now });
  const isBad = ['burning', 'spent', 'slow-burn', 'low'].includes(standing);
  return {
    mark: lookOf(standing).mark,
    verdict,
    rest,
    reasons: isBad ? reasonsOf(status, alerts, now) : [],
    explainHref: isBad ? explainHref(status) : undefined,
  };
}

const nothing = (verdict: string, rest: string): Answer => ({
  mark: 'none',
  verdict,
  rest: [rest],
  reasons: [],
  explainHref: undefined,
});

/** Before the server has said anything. */
export const unheard: Answer = nothing('Cannot tell yet.', 'The server has not been heard.');

const all = (number: number): string => (number === 1 ? 'the one objective' : `any of the ${count(number)} objectives`);

const partly = (worst: readonly BudgetStatus[], waiting: number): Answer => ({
  ...nothing('Yes, as far as can be told.', ''),
  mark: 'good',
  rest: [
    `${many(worst.length - waiting, 'objective')} hold${worst.length - waiting === 1 ? 's' : ''}; no event was counted yet for ${
      waiting === 1 ? '1 more' : `${count(waiting)} more`
    }.`,
  ],
});

interface Around {
  readonly worst: readonly BudgetStatus[];
  readonly now: number;
}

function verdictOf(
  status: BudgetStatus,
  standing: Standing,
  { worst, now }: Around,
): { verdict: string; rest: Sentence } {
  const name = `${status.service} ${status.objective}`;
  const left = leftFigure(status);
  const period = span(status.periodMs);
  switch (standing) {
    case 'burning':
      return { verdict: `${name}: no.`, rest: [...burnSentence(status), ...leftOrOver(status)] };
    case 'spent':
      return { verdict: `${name}: no.`, rest: [`Its ${period} error budget is `, ...overspent(status)] };
    case 'slow-burn':
      return { verdict: `Yes, with care: ${name}.`, rest: [...burnSentence(status), ...leftOrOver(status)] };
    case 'low':
      return { verdict: `Yes, with care: ${name}.`, rest: [left, ` of its ${period} error budget is left.`] };
    case 'silent':
      return { verdict: `Cannot tell for ${name}.`, rest: silence(status, now) };
    case 'waiting':
    case 'holding':
      return { verdict: 'Yes.', rest: holding(worst) };
  }
}

function leftFigure(status: BudgetStatus): Figure {
  return { text: percent(Math.abs(status.remaining ?? 0)), proof: leftProof(status) };
}

function burnSentence(status: BudgetStatus): Sentence {
  const [long] = leadingWindows(status);
  if (!long) return ['It burns its budget. '];
  return [
    'It burns its budget at ',
    { ...burnFigure(status, long), tone: undefined },
    ` the even rate over ${span(long.ms)}`,
  ];
}

function leftOrOver(status: BudgetStatus): Sentence {
  const { remaining = 0, periodMs } = status;
  if (remaining <= 0) return [`, and its ${span(periodMs)} budget is `, ...overspent(status)];
  return [', and ', leftFigure(status), ' is left.'];
}

const overspent = (status: BudgetStatus): Sentence =>
  status.remaining === 0 ? ['spent.'] : ['overspent by ', leftFigure(status), '.'];

function silence(status: BudgetStatus, now: number): Sentence {
  const at = status.lastEventAt === undefined ? now : Date.parse(status.lastEventAt);
  const last: Figure = { text: since(at, now), proof: lastEventProof(status) };
  return ['No event since ', last, '; ', leftFigure(status), ' of its budget was left then.'];
}

function holding(worst: readonly BudgetStatus[]): Sentence {
  const [tightest] = worst;
  if (!tightest) return [];
  const left = leftFigure(tightest);
  const name = `${tightest.service} ${tightest.objective}`;
  return worst.length === 1
    ? ['The one objective, ', name, ', has ', left, ' of its budget left.']
    : [
        `${worst.length === 2 ? 'Both objectives' : `All ${many(worst.length, 'objective')}`} hold; the tightest, `,
        name,
        ', has ',
        left,
        ' left.',
      ];
}
