import type { IHeaders, Message } from 'kafkajs';

import type { LogRecord, NewRecord } from '../../log/log.js';

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** A record as the library reads it. */
export interface ReadMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}

/** Headers are text, the last one of a name counts. */
export const toRecord = ({ topic, partition }: Place, message: ReadMessage): LogRecord => ({
  topic,
  partition,
  offset: Number(message.offset),
  timestamp: Number(message.timestamp),
  key: message.key?.toString(),
  value: message.value ?? undefined,
  headers: toHeaders(message.headers),
});

export const toMessage = ({ key, value, headers, timestamp }: NewRecord, partition: number): Message => ({
  partition,
  key: key ?? null,
  value: toValue(value),
  headers: { ...headers },
  ...(timestamp !== undefined && { timestamp: String(timestamp) }),
});

function toValue(value: NewRecord['value']): Buffer | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function toHeaders(headers: IHeaders = {}): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
