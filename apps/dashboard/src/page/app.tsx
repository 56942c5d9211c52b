import { useEffect, useMemo, useSyncExternalStore } from 'react';

import { EvidenceBar } from '../evidence/evidence.js';
import type { Live, LiveStore } from '../live/live-store.js';
import { useNow } from '../parts/use-now.js';
import { unheard } from '../view/answer.js';
import { overviewOf, type OverviewView } from '../view/overview-view.js';
import { AnswerBlock } from './answer-block.js';
import { Bar } from './bar.js';
import { ConnectionNotice } from './connection-notice.js';
import { Overview } from './overview.js';
import { Places } from './places.js';

/** What is known, as it was when the server was heard last, or as it is now. */
function useOverview({ statuses, alerts, connection, heardAt, clockAheadMs }: Live): OverviewView {
  const ownNow = useNow();
  const isStale = connection.kind === 'lost' || connection.kind === 'denied';
  const now = (isStale ? heardAt : ownNow) + clockAheadMs;
  return useMemo(() => overviewOf({ statuses, alerts }, { now, isStale }), [statuses, alerts, now, isStale]);
}

function useTitle(verdict: string | undefined): void {
  useEffect(() => {
    document.title = verdict === undefined ? 'Roadworthy' : `${verdict.replace(/\.$/, '')} · Roadworthy`;
  }, [verdict]);
}

/** The page around the overview. */
export function App({ store }: { readonly store: LiveStore }) {
  const live = useSyncExternalStore(store.subscribe, store.get);
  const view = useOverview(live);
  useTitle(live.hasData ? view.answer.verdict : undefined);
  const counts = { objectives: view.statuses.length, alerts: view.open.length };
  return (
    <>
      <a className="skip" href="#main">
        Skip to the answer
      </a>
      <div className="app">
        <nav className="rail" aria-label="Places">
          <a className="word" href="/">
            Roadworthy
          </a>
          <Places {...counts} />
        </nav>
        <div>
          <Bar live={live} counts={counts} />
          <main id="main" tabIndex={-1}>
            <ConnectionNotice live={live} onRetry={() => store.retry()} />
            {live.hasData ? <Overview view={view} /> : <AnswerBlock answer={unheard} others={[]} />}
          </main>
        </div>
      </div>
      <EvidenceBar />
    </>
  );
}
