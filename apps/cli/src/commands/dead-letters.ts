import { z } from 'zod';

import type { Context } from '../context.js';
import { show, table } from '../output.js';

const summary = z.looseObject({
  id: z.string(),
  processor: z.string(),
  reason: z.string(),
  detail: z.string(),
  failedAt: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.number(),
});
const page = z.looseObject({ items: z.array(summary) });
const whole = summary.extend({
  key: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
});
const replayed = z.looseObject({
  replayed: z.array(z.looseObject({ id: z.string(), topic: z.string(), partition: z.number() })),
});

const services = ['ingest', 'budget'] as const;

/** Records that could not be applied, the newest last. */
export async function listDeadLetters(
  context: Context,
  { service, limit }: { readonly service: string | undefined; readonly limit: number },
): Promise<void> {
  const items: z.output<typeof summary>[] = [];
  for (const name of service === undefined ? services : [service])
    items.push(
      ...(await context.api.get(`/v1/dead-letters?service=${encodeURIComponent(name)}&limit=${limit}`, page)).items,
    );
  show(context.output, { items }, () =>
    table([
      ['ID', 'REASON', 'FROM', 'FAILED AT', 'DETAIL'],
      ...items.map(({ id, reason, topic, partition, offset, failedAt, detail }) => [
        id,
        reason,
        `${topic}/${partition}/${offset}`,
        failedAt,
        detail.split('\n', 1)[0]?.slice(0, 80) ?? '',
      ]),
    ]),
  );
}

/** One of them, whole. */
export async function showDeadLetter(context: Context, id: string): Promise<void> {
  const letter = await context.api.get(`/v1/dead-letters/${encodeURIComponent(id)}`, whole);
  const { processor, reason, detail, topic, partition, offset, failedAt, key, headers, text } = letter;
  show(context.output, letter, () =>
    [
      `${id}: ${reason} in ${processor} at ${failedAt}`,
      detail,
      `from ${topic}, partition ${partition}, offset ${offset}, key ${key ?? '-'}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      text,
    ].join('\n'),
  );
}

/** Puts records back where they came from; a record that is put back twice counts once. */
export async function replayDeadLetters(
  context: Context,
  { ids, service, reason }: { readonly ids: readonly string[]; readonly service?: string; readonly reason?: string },
): Promise<void> {
  for (const id of ids) await replay(context, `/v1/dead-letters/${encodeURIComponent(id)}/replay`, undefined);
  if (service !== undefined) await replay(context, '/v1/dead-letters/replay', { service, reason });
}

async function replay({ api, output }: Context, path: string, body: object | undefined): Promise<void> {
  const answer = await api.send(path, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const result = replayed.parse(await answer.json());
  show(output, result, () =>
    result.replayed.length === 0
      ? 'nothing to replay'
      : result.replayed
          .map(({ id, topic, partition }) => `${id} put back on ${topic}, partition ${partition}`)
          .join('\n'),
  );
}
