import { AlertsList } from '../parts/alerts-list.js';
import { BudgetsTable } from '../parts/budgets-table.js';
import { many } from '../view/numbers.js';
import type { OverviewView } from '../view/overview-view.js';
import { AnswerBlock } from './answer-block.js';
import { FirstSteps } from './first-steps.js';

function Legend() {
  return (
    <p className="legend">
      <span>
        <svg viewBox="0 0 18 10" aria-hidden="true">
          <rect y="2" width="18" height="6" stroke="none" />
        </svg>
        left
      </span>
      <span>
        <svg viewBox="0 0 18 10" aria-hidden="true">
          <path d="M0 5H16M16 1V9" />
        </svg>
        spent in 24 h
      </span>
    </p>
  );
}

function Budgets({ view }: { readonly view: OverviewView }) {
  const { statuses, services, hasEvents, asOf } = view;
  return (
    <section className="sec" id="budgets" aria-labelledby="budgets-title">
      <header>
        <h2 id="budgets-title">Budgets</h2>
        <p>
          {statuses.length === 0
            ? 'none yet'
            : `${many(services, 'service')}, ${many(statuses.length, 'objective')}, worst first`}
        </p>
        <span className="grow" />
        {hasEvents && <Legend />}
      </header>
      {statuses.length > 0 && <BudgetsTable statuses={statuses} asOf={asOf} />}
      {!hasEvents && <FirstSteps hasObjectives={statuses.length > 0} />}
    </section>
  );
}

function Alerts({ view }: { readonly view: OverviewView }) {
  const { open, pages, lastClosed } = view;
  return (
    <section className="sec" id="alerts" aria-labelledby="alerts-title">
      <header>
        <h2 id="alerts-title">Open alerts</h2>
        <p>{open.length === 0 ? 'none' : `${open.length}, of which ${many(pages, 'page')}`}</p>
      </header>
      {open.length > 0 && <AlertsList lines={open} />}
      {open.length === 0 && lastClosed !== undefined && <p className="muted small">{lastClosed}</p>}
    </section>
  );
}

/** All objectives and alerts on one page, the answer first. */
export function Overview({ view }: { readonly view: OverviewView }) {
  return (
    <>
      <AnswerBlock answer={view.answer} others={view.others} />
      <div className="cols">
        <Alerts view={view} />
        <Budgets view={view} />
      </div>
    </>
  );
}
