import type { Live } from '../live/live-store.js';
import { Mark } from '../parts/mark.js';
import { useNow } from '../parts/use-now.js';
import { roughly } from '../view/moments.js';

/** How it stands with the server, in a mark and a word. */
export function ConnectionMark({ live }: { readonly live: Live }) {
  const now = useNow();
  const { connection, heardAt, hasData } = live;
  const age = hasData ? <span className="muted opt">data {roughly(now - heardAt)} old</span> : undefined;
  return (
    <span className="live small" role="status">
      {connection.kind === 'live' && (
        <>
          <Mark kind="good" /> live
        </>
      )}
      {connection.kind === 'connecting' && (
        <>
          <Mark kind="none" /> connecting
        </>
      )}
      {connection.kind === 'lost' && (
        <>
          <Mark kind="caution" /> reconnecting {age}
        </>
      )}
      {connection.kind === 'denied' && (
        <>
          <Mark kind="caution" /> a key is needed {age}
        </>
      )}
    </span>
  );
}
