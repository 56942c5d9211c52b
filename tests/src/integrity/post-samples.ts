export interface SamplesPost {
  readonly body: string;
  /** the same for a repetition; `undefined`: the request has no identity */
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** @returns the status of the answer. @throws when there is none */
export async function postSamples(url: string, { body, key, headers }: SamplesPost): Promise<number> {
  const answer = await fetch(`${url}/v1/samples`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    signal: AbortSignal.timeout(15_000),
  });
  await answer.arrayBuffer();
  return answer.status;
}
