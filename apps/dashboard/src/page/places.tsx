import { count } from '../view/numbers.js';

export interface Counts {
  readonly objectives: number;
  readonly alerts: number;
}

interface PlaceProps {
  readonly href: string;
  readonly name: string;
  readonly isHere?: boolean;
  /** how many of what are there */
  readonly holds?: readonly [number, string];
}

function Place({ href, name, isHere = false, holds }: PlaceProps) {
  return (
    <li>
      <a href={href} aria-current={isHere ? 'page' : undefined}>
        {name}
        {holds && (
          <span>
            {count(holds[0])}
            <span className="vh"> {holds[1]}</span>
          </span>
        )}
      </a>
    </li>
  );
}

/** What can be gone to: the page, its parts, and the documents for programs. */
export function Places({ objectives, alerts }: Counts) {
  return (
    <ul className="places">
      <Place href="/" name="Overview" isHere />
      <Place href="#budgets" name="Budgets" holds={[objectives, 'objectives']} />
      <Place href="#alerts" name="Alerts" holds={[alerts, 'open']} />
      <li className="apart">For programs</li>
      <Place href="/openapi.json" name="OpenAPI" />
      <Place href="/asyncapi.json" name="AsyncAPI" />
      <Place href="/metrics" name="Metrics" />
    </ul>
  );
}
