export interface Totals {
  readonly bad: number;
  readonly total: number;
}

export type TotalsByService = Readonly<Record<string, Totals | undefined>>;

/** What a processor counts of its own work. */
export type Counter = 'records' | 'commits' | 'refused' | 'duplicates';

/** What the owner of a service's budget has committed, with the bucket that is still open. */
export async function countedTotals(
  url: string,
  slo: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Totals | undefined> {
  const answer = await fetch(`${url}/v1/slos/${slo}/explain`, { headers });
  return answer.ok ? ((await answer.json()) as { counted: Totals }).counted : undefined;
}

/** @returns the value of a counter in the text that Prometheus scrapes, all processors together */
export async function counterOf(
  url: string,
  counter: Counter,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`rw_processor_${counter}_total{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
