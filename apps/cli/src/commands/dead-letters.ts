import { catalogue } from '@roadworthy/contracts';

import type { Context } from '../context.js';
import { RefusedError } from '../failure.js';
import { complain, show, table } from '../output.js';
import { type LetterLine, letterPage, replayAnswer, wholeLetter } from '../schemas.js';

/** The services that set records aside. */
export const letterServices: readonly string[] = catalogue
  .filter(({ topic }) => topic.startsWith('rw.deadletters.'))
  .map(({ publisher }) => publisher);

const refused = 1;

/** Records that could not be applied, the newest last. */
export async function listDeadLetters(
  { api, output }: Context,
  { service, limit }: { readonly service: string | undefined; readonly limit: number },
): Promise<void> {
  const services = service === undefined ? letterServices : [service];
  const items: LetterLine[] = [];
  for (const name of services)
    items.push(
      ...(await api.read(`/v1/dead-letters?service=${encodeURIComponent(name)}&limit=${limit}`, letterPage)).items,
    );
  show(output, { items }, () => (items.length === 0 ? `no dead letters of ${services.join(' or ')}` : tableOf(items)));
}

const tableOf = (items: readonly LetterLine[]): string =>
  table([
    ['ID', 'REASON', 'FROM', 'FAILED AT', 'DETAIL'],
    ...items.map(({ id, reason, topic, partition, offset, failedAt, detail }) => [
      id,
      reason,
      `${topic}/${partition}/${offset}`,
      failedAt,
      detail.split('\n', 1)[0]?.slice(0, 80) ?? '',
    ]),
  ]);

/** One of them, whole. */
export async function showDeadLetter({ api, output }: Context, id: string): Promise<void> {
  const letter = await api.read(`/v1/dead-letters/${encodeURIComponent(id)}`, wholeLetter);
  const { processor, reason, detail, topic, partition, offset, failedAt, key, headers, text } = letter;
  show(output, letter, () =>
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

export interface ReplayOptions {
  readonly ids: readonly string[];
  /** all of this service */
  readonly service?: string;
  /** of those, the ones with this reason */
  readonly reason?: string;
}

/**
 * Puts records back where they came from; a record that is put back twice counts once. Goes on after one that the
 * server refuses.
 *
 * @returns the exit code
 */
export async function replayDeadLetters(context: Context, { ids, service, reason }: ReplayOptions): Promise<number> {
  let code = 0;
  const all =
    service === undefined ? [] : [{ id: service, path: '/v1/dead-letters/replay', body: { service, reason } }];
  const each = ids.map((id) => ({ id, path: `/v1/dead-letters/${encodeURIComponent(id)}/replay`, body: undefined }));
  for (const { id, path, body } of [...each, ...all])
    try {
      await replay(context, path, body);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      code = refused;
      complain(context.output, error, { id });
    }
  return code;
}

async function replay({ api, output }: Context, path: string, body: object | undefined): Promise<void> {
  const answer = await api.read(path, replayAnswer, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  show(output, answer, () =>
    answer.replayed.length === 0
      ? 'nothing to replay'
      : answer.replayed
          .map(({ id, topic, partition }) => `${id} put back on ${topic}, partition ${partition}`)
          .join('\n'),
  );
}
