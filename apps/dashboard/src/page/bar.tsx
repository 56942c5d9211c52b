import type { Live } from '../live/live-store.js';
import { ThemeButton } from '../parts/theme-button.js';
import { useNow } from '../parts/use-now.js';
import { fullMoment } from '../view/moments.js';
import { ConnectionMark } from './connection-mark.js';
import { type Counts, Places } from './places.js';

/** A place was chosen: the list has done its work. */
const closeMenu = ({ currentTarget }: React.MouseEvent): void =>
  currentTarget.closest('details')?.removeAttribute('open');

function Crumb({ clockAheadMs }: { readonly clockAheadMs: number }) {
  return (
    <span className="crumb wide">
      <b>Overview</b> · {fullMoment(useNow() + clockAheadMs)} UTC
    </span>
  );
}

/** On top of every page: where one is, how it stands with the server, light or dark. */
export function Bar({ live, counts }: { readonly live: Live; readonly counts: Counts }) {
  return (
    <header className="bar">
      <details className="menu">
        <summary>
          <span aria-hidden="true">☰ </span>Overview<span className="vh">, all places</span>
        </summary>
        <nav aria-label="Places, small screen" onClick={closeMenu}>
          <Places {...counts} />
        </nav>
      </details>
      <Crumb clockAheadMs={live.clockAheadMs} />
      <span className="grow" />
      <ConnectionMark live={live} />
      <ThemeButton />
    </header>
  );
}
