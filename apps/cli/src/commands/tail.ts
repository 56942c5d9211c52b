import { EventSourceParserStream } from 'eventsource-parser/stream';

import { checked, reasonOf } from '../api-client.js';
import type { Context } from '../context.js';
import { Failure, UnreachableError } from '../failure.js';
import { show } from '../output.js';
import { type TailedRecord, tailedRecord } from '../schemas.js';

export interface TailOptions {
  readonly from: 'beginning' | 'end';
  /** how many records */
  readonly limit: number;
}

/**
 * Prints records of a topic as they arrive, until it is interrupted or has printed `limit` of them.
 *
 * @throws {UnreachableError} when the stream ends before that
 */
export async function tail(context: Context, topic: string, options: TailOptions): Promise<void> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([context.signal, stopping.signal]);
  try {
    await printRecords(context, topic, { ...options, signal });
  } catch (error) {
    if (context.signal.aborted) return;
    throw error instanceof Failure
      ? error
      : new UnreachableError(`${topic}: the connection is lost: ${reasonOf(error)}`, { cause: error });
  } finally {
    stopping.abort();
  }
}

async function printRecords(
  { api, output }: Context,
  topic: string,
  { from, limit, signal }: TailOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const path = `/v1/topics/${encodeURIComponent(topic)}/tail?from=${from}`;
  const { body } = await api.send(path, { signal, headers: { accept: 'text/event-stream' } });
  if (!body) throw new UnreachableError(`${path}: the answer has no body`);
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  let left = limit;
  for await (const { event, data } of events) {
    if (event !== undefined && event !== 'record') continue;
    const record = checked(tailedRecord, data, path);
    show(output, record, () => lineOf(record));
    if (--left <= 0) return;
  }
  throw new UnreachableError(`${topic}: the server ended the stream`);
}

/** A tombstone has no value. */
const lineOf = ({ partition, offset, timestamp, key, value }: TailedRecord): string =>
  `${new Date(timestamp).toISOString()} ${partition}/${offset} ${key ?? '-'} ${value === undefined ? '-' : JSON.stringify(value)}`;
