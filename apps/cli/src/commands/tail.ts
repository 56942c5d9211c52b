import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';

import { checked, reasonOf } from '../api-client.js';
import type { Context } from '../context.js';
import { Failure, UnreachableError } from '../failure.js';
import { Heartbeats, missedBeats } from '../heartbeats.js';
import { show } from '../output.js';
import { type TailedRecord, tailedRecord } from '../schemas.js';

/** The server's streams are never silent for longer, ms. */
export const serverHeartbeatMs = 15_000;

export interface TailOptions {
  readonly from: 'beginning' | 'end';
  /** how many records */
  readonly limit: number;
  /** how long the server is silent at most, ms */
  readonly heartbeatMs: number;
}

/**
 * Prints records of a topic as they arrive, until it is interrupted or has printed `limit` of them.
 *
 * @throws {UnreachableError} when the stream ends before that, or falls silent as a vanished server does
 */
export async function tail(context: Context, topic: string, options: TailOptions): Promise<void> {
  const ending = new AbortController();
  const { heartbeatMs: everyMs } = options;
  const heartbeats = new Heartbeats({ everyMs, onSilence: () => ending.abort(new Error(silenceOf(everyMs))) });
  const signal = AbortSignal.any([context.signal, ending.signal]);
  try {
    await printRecords(context, topic, { ...options, signal, onSound: () => heartbeats.heard() });
  } catch (error) {
    if (context.signal.aborted) return;
    throw error instanceof Failure
      ? error
      : new UnreachableError(`${topic}: the connection is lost: ${reasonOf(error)}`, { cause: error });
  } finally {
    heartbeats.stop();
    ending.abort();
  }
}

const silenceOf = (everyMs: number): string =>
  `nothing came for ${(missedBeats * everyMs) / 1000} s, though the server says something every ${everyMs / 1000} s`;

interface Listening {
  readonly signal: AbortSignal;
  readonly onSound: () => void;
}

async function printRecords(
  { api, output }: Context,
  topic: string,
  { from, limit, signal, onSound }: TailOptions & Listening,
): Promise<void> {
  const path = `/v1/topics/${encodeURIComponent(topic)}/tail?from=${from}`;
  const { body } = await api.send(path, { signal, headers: { accept: 'text/event-stream' } });
  if (!body) throw new UnreachableError(`${path}: the answer has no body`);
  let left = limit;
  for await (const { event, data } of eventsOf(body, onSound)) {
    if (event !== undefined && event !== 'record') continue;
    const record = checked(tailedRecord, data, path);
    show(output, record, () => lineOf(record));
    if (--left <= 0) return;
  }
  throw new UnreachableError(`${topic}: the server ended the stream`);
}

/** @param onSound - told of all that comes, heartbeats too, which are no events */
function eventsOf(body: NonNullable<Response['body']>, onSound: () => void): ReadableStream<EventSourceMessage> {
  const listener = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onSound();
      controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(listener).pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
}

/** A tombstone has no value. */
const lineOf = ({ partition, offset, timestamp, key, value }: TailedRecord): string =>
  `${new Date(timestamp).toISOString()} ${partition}/${offset} ${key ?? '-'} ${value === undefined ? '-' : JSON.stringify(value)}`;
