import { memo } from 'react';

import { Proven } from '../evidence/evidence.js';
import type { BudgetRow } from '../view/budget-row.js';
import { BudgetGauge } from './gauge.js';
import { Mark } from './mark.js';

interface RowProps {
  readonly row: BudgetRow;
}

function Names({ row: { service, word, objective, mark, isHollow, explainHref, target, period } }: RowProps) {
  return (
    <>
      <th scope="row">
        <Mark kind={mark} isHollow={isHollow} /> {service}{' '}
        <span className="sub">
          {word}
          {isHollow && ', provisional'}
        </span>
      </th>
      <td className="nw">
        <a href={explainHref} data-rove="" tabIndex={-1}>
          {objective}
        </a>{' '}
        <span className="sub">
          <Proven figure={target} isRoving />
        </span>
      </td>
      <td className="muted nw push">{period}</td>
    </>
  );
}

function Burn({ row, place }: RowProps & { readonly place: 0 | 1 }) {
  const burn = row.burns[place];
  if (!burn) return <td className="r wide">—</td>;
  return (
    <td className="r nw">
      <span className="sub">{burn.window}</span> <Proven figure={burn.figure} isRoving />
    </td>
  );
}

function Numbers({ row }: RowProps) {
  const { mark, gauge, gaugeText, isBlind, left, lastEvent } = row;
  return (
    <>
      <td className="ga">
        <BudgetGauge gauge={gauge} mark={mark} isBlind={isBlind} label={gaugeText} />
      </td>
      <td className={`r nw${isBlind ? ' blind' : ''}`}>
        <Proven figure={left} isStrong={!isBlind} isRoving />
      </td>
      <Burn row={row} place={0} />
      <Burn row={row} place={1} />
      <td className={`r nw push${isBlind ? ' blind' : ' muted'}`}>
        <Proven figure={lastEvent} isRoving />
      </td>
    </>
  );
}

function Row({ row }: RowProps) {
  return (
    <>
      <tr data-row>
        <Names row={row} />
        <Numbers row={row} />
      </tr>
      {row.problem !== undefined && (
        <tr className="note">
          <td colSpan={8}>not counted: {row.problem}</td>
        </tr>
      )}
    </>
  );
}

/** An objective as a row of the table; drawn again when what it says has changed. */
export const BudgetTableRow = memo(Row, ({ row: a }, { row: b }) => JSON.stringify(a) === JSON.stringify(b));
