import { until } from '@roadworthy/testing';

export interface Totals {
  readonly bad: number;
  readonly total: number;
}

/** What the owner of a service's budget has counted, with the bucket that is still open. */
export async function countedTotals(
  url: string,
  slo: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Totals | undefined> {
  const answer = await fetch(`${url}/v1/slos/${slo}/explain`, { headers });
  return answer.ok ? ((await answer.json()) as { counted: Totals }).counted : undefined;
}

/** Waits until as many are counted as expected, then gives whatever is counted a little later: more would be too many. */
export async function settledTotals(
  ask: () => Promise<Totals | undefined>,
  expected: Totals,
): Promise<Totals | undefined> {
  await until(
    `${expected.total} events are counted`,
    async () => ((await ask())?.total ?? 0) >= expected.total,
    60_000,
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  return ask();
}

/** @returns the value of a counter in the text that Prometheus scrapes, all its series together */
export async function counterOf(
  url: string,
  name: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
