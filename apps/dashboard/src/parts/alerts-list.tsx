import { Proven } from '../evidence/evidence.js';
import type { AlertLine, AlertWindow } from '../view/alert-line.js';
import { Mark } from './mark.js';
import { useRoving } from './use-roving.js';

function Proof({ window, bad, total, burn, threshold }: AlertWindow) {
  return (
    <>
      <Proven figure={bad} isRoving /> bad of <Proven figure={total} isRoving /> in {window}:{' '}
      <Proven figure={burn} isRoving /> &gt; {threshold}
    </>
  );
}

function Name({ name, href }: Pick<AlertLine, 'name' | 'href'>) {
  if (href === undefined) return <b className="name">{name}</b>;
  return (
    <a className="name" href={href} data-rove="" tabIndex={-1}>
      {name}
    </a>
  );
}

function Line({ line }: { readonly line: AlertLine }) {
  const { mark, isProvisional, what, since, summary, windows } = line;
  return (
    <li data-row>
      <Mark kind={mark} isHollow={isProvisional} />
      <div>
        <Name {...line} /> · {what}
      </div>
      <span className="muted nw">
        <Proven figure={since} isRoving />
      </span>
      <p className="says">{summary}</p>
      {windows.length > 0 && (
        <p className="proof">
          {windows.map((window, i) => (
            <span key={window.window}>
              {i > 0 && '; '}
              <Proof {...window} />
            </span>
          ))}
        </p>
      )}
    </li>
  );
}

/** Open alerts, each with a line that says it and a line that proves it. One tab stop. */
export function AlertsList({ lines }: { readonly lines: readonly AlertLine[] }) {
  const { ref, ...handlers } = useRoving<HTMLUListElement>();
  return (
    <ul className="alerts" ref={ref} {...handlers}>
      {lines.map((line) => (
        <Line key={line.key} line={line} />
      ))}
    </ul>
  );
}
