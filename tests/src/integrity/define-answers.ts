import { ratioObjective, until } from '@roadworthy/testing';

import { countedTotals } from './counted-totals.js';

/** Defines the objective `answers` of a service, over its metric `requests`, and waits until it is counted. */
export async function defineAnswers(
  url: string,
  service: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const answer = await fetch(`${url}/v1/slos/${service}.answers`, {
    method: 'PUT',
    body: ratioObjective({ service, name: 'answers', metric: 'requests' }),
    headers: { ...headers, 'content-type': 'application/json' },
  });
  if (answer.status !== 201) throw new Error(`${service}: ${answer.status} ${await answer.text()}`);
  const isCounted = async (): Promise<boolean> =>
    (await countedTotals(url, `${service}.answers`, headers)) !== undefined;
  await until(`${service} is taken up`, isCounted, 30_000);
}
