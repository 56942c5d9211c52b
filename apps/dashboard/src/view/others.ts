import type { BudgetStatus } from '@roadworthy/contracts';

import { type AsOf, keyOf } from './budget-row.js';
import { since } from './moments.js';
import { percent } from './numbers.js';
import { type Figure, lastEventProof, leftProof } from './proofs.js';
import { lookOf, type MarkKind, type Standing, standingOf } from './standing.js';

/** A line about objectives that are not the answer itself. */
export interface OtherLine {
  readonly key: string;
  readonly mark: MarkKind;
  readonly name: string;
  readonly says: readonly (string | Figure)[];
}

const longestList = 4;
const mostLines = 6;

/** Every other objective in a line; those that hold share one. @param worst - all statuses, sorted worst first */
export function othersOf(worst: readonly BudgetStatus[], { now }: AsOf): OtherLine[] {
  const [first, ...others] = worst;
  if (!first || ['holding', 'waiting'].includes(standingOf(first, now))) return [];
  const troubled = others.filter((status) => !['holding', 'waiting'].includes(standingOf(status, now)));
  const lines = troubled.slice(0, mostLines).map((status) => lineOf(status, now));
  const more = troubled.length - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [{ key: 'more', mark: 'caution' as const, name: `${more} more`, says: ['in the table'] }] : []),
    ...shared(others, 'waiting', { now, says: 'no data yet' }),
    ...shared(others, 'holding', { now, says: 'yes' }),
  ];
}

function lineOf(status: BudgetStatus, now: number): OtherLine {
  const standing = standingOf(status, now);
  return {
    key: keyOf(status),
    mark: lookOf(standing).mark,
    name: `${status.service} ${status.objective}`,
    says: saysOf(status, standing, now),
  };
}

function saysOf(status: BudgetStatus, standing: Standing, now: number): OtherLine['says'] {
  const { remaining = 0 } = status;
  const left: Figure = { text: percent(Math.abs(remaining)), proof: leftProof(status) };
  const stock = remaining < 0 ? ['overspent by ', left] : [left, ' left'];
  const at = status.lastEventAt === undefined ? now : Date.parse(status.lastEventAt);
  switch (standing) {
    case 'burning':
      return ['no, burning: ', ...stock];
    case 'spent':
      return ['no: ', ...stock];
    case 'silent':
      return ['cannot tell: no data since ', { text: since(at, now), proof: lastEventProof(status) }];
    case 'slow-burn':
    case 'low':
    case 'waiting':
    case 'holding':
      return ['yes, with care: ', ...stock];
  }
}

function shared(
  others: readonly BudgetStatus[],
  standing: 'waiting' | 'holding',
  { now, says }: { now: number; says: string },
): OtherLine[] {
  const names = others
    .filter((status) => standingOf(status, now) === standing)
    .map(({ service, objective }) => `${service} ${objective}`);
  if (names.length === 0) return [];
  const shown = names.slice(0, longestList);
  const more = names.length - shown.length;
  const name = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [{ key: standing, mark: lookOf(standing).mark, name, says: [says] }];
}
