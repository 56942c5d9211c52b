import type { Live } from '../live/live-store.js';
import { KeyPrompt } from '../parts/key-prompt.js';
import { Mark } from '../parts/mark.js';
import { useNow } from '../parts/use-now.js';
import { clockTime, roughly } from '../view/moments.js';

interface NoticeProps {
  readonly live: Live;
  readonly onRetry: () => void;
}

/** While the connection is lost: old data stays, and this says how old it is. */
function Lost({ live, why, onRetry }: NoticeProps & { readonly why: string }) {
  const now = useNow();
  const { heardAt, clockAheadMs, hasData } = live;
  const told = hasData
    ? `This is what was known at ${clockTime(heardAt + clockAheadMs)} UTC, ${roughly(now - heardAt)} ago.`
    : 'It goes on trying.';
  return (
    <div className="notice">
      <Mark kind="caution" />
      <span>
        Not connected: {why}. {told}
      </span>
      <button type="button" className="ctl" onClick={onRetry}>
        Try now
      </button>
    </div>
  );
}

function Denied({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className="notice">
      <Mark kind="caution" />
      <div>
        <p>This server wants a key: the one that it was started with as RW_ROOT_KEY.</p>
        <KeyPrompt onOpen={onRetry} />
      </div>
    </div>
  );
}

/** What keeps the page from being live, where something does. */
export function ConnectionNotice({ live, onRetry }: NoticeProps) {
  const { connection } = live;
  switch (connection.kind) {
    case 'lost':
      return <Lost live={live} why={connection.why} onRetry={onRetry} />;
    case 'denied':
      return <Denied onRetry={onRetry} />;
    case 'connecting':
    case 'live':
      return undefined;
  }
}
