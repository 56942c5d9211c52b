import type { BudgetStatus } from '@roadworthy/contracts';
import { useState } from 'react';

import { type AsOf, budgetRow } from '../view/budget-row.js';
import { count } from '../view/numbers.js';
import { BudgetTableRow } from './budget-table-row.js';
import { useRoving } from './use-roving.js';

const shownAtFirst = 200;

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Service</th>
        <th scope="col">Objective, target</th>
        <th scope="col">Period</th>
        <th scope="col" className="ga">
          <span className="vh">Budget left</span>
          <div className="axis" aria-hidden="true">
            <span className="at-0">0</span>
            <span className="at-25">25</span>
            <span className="at-50">50</span>
            <span className="at-100">100 %</span>
          </div>
        </th>
        <th scope="col" className="r">
          Left
        </th>
        <th scope="colgroup" colSpan={2} className="r">
          Burn, long and short
        </th>
        <th scope="col" className="r">
          Last event
        </th>
      </tr>
    </thead>
  );
}

interface TableProps {
  /** the worst first */
  readonly statuses: readonly BudgetStatus[];
  readonly asOf: AsOf;
}

/** Objectives, the worst first. One tab stop: arrows move between its numbers. */
export function BudgetsTable({ statuses, asOf }: TableProps) {
  const [showsAll, setShowsAll] = useState(false);
  const { ref, ...handlers } = useRoving<HTMLTableElement>();
  const shown = showsAll ? statuses : statuses.slice(0, shownAtFirst);
  const rows = shown.map((status) => budgetRow(status, asOf));
  return (
    <>
      <table className="stack budgets" ref={ref} {...handlers}>
        <caption className="vh">Budgets, the worst first. Arrow keys move between the numbers.</caption>
        <Head />
        <tbody>
          {rows.map((row) => (
            <BudgetTableRow key={row.key} row={row} />
          ))}
        </tbody>
      </table>
      {shown.length < statuses.length && (
        <button type="button" className="ctl more" onClick={() => setShowsAll(true)}>
          Show all {count(statuses.length)}
        </button>
      )}
    </>
  );
}
