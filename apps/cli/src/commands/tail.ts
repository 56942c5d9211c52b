import { EventSourceParserStream } from 'eventsource-parser/stream';

import { UnreachableError } from '../api-client.js';
import type { Context } from '../context.js';
import { show } from '../output.js';

interface TailedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key?: string;
  readonly value: unknown;
}

/** Prints records of a topic as they arrive, until it is interrupted or has printed `limit` of them. */
export async function tail(
  context: Context,
  topic: string,
  { from, limit }: { readonly from: 'beginning' | 'end'; readonly limit: number },
): Promise<void> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([context.signal, stopping.signal]);
  const path = `/v1/topics/${encodeURIComponent(topic)}/tail?from=${from}`;
  const { body } = await context.api.send(path, { signal, headers: { accept: 'text/event-stream' } });
  if (!body) throw new UnreachableError(`${path}: the answer has no body`);
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  let left = limit;
  try {
    for await (const { event, data } of events) {
      if (event !== undefined && event !== 'record') continue;
      const record = JSON.parse(data) as TailedRecord;
      show(context.output, record, () => lineOf(record));
      if (--left <= 0) return;
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
  } finally {
    stopping.abort();
  }
}

const lineOf = ({ partition, offset, timestamp, key, value }: TailedRecord): string =>
  `${new Date(timestamp).toISOString()} ${partition}/${offset} ${key ?? '-'} ${JSON.stringify(value)}`;
