import type { Batch, IHeaders, KafkaMessage, Message } from 'kafkajs';

import type { FetchedBatch, LogRecord, NewRecord } from '../../log/log.js';

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** A message as it was read; headers are text, the last one of a name counts. */
export const toRecord = ({ topic, partition }: Place, message: KafkaMessage): LogRecord => ({
  topic,
  partition,
  offset: Number(message.offset),
  timestamp: Number(message.timestamp),
  key: message.key?.toString(),
  value: message.value ?? undefined,
  headers: toHeaders(message.headers),
});

export const toBatch = (batch: Batch): FetchedBatch => ({
  topic: batch.topic,
  partition: batch.partition,
  fetchedOffset: Number((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset),
  lastOffset: Number(batch.lastOffset()),
  records: batch.messages.map((message) => toRecord(batch, message)),
});

export const toMessage = ({ key, value, headers, timestamp }: NewRecord, partition: number): Message => ({
  partition,
  key: key ?? null,
  value:
    value === undefined
      ? null
      : typeof value === 'string'
        ? value
        : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers: { ...headers },
  ...(timestamp !== undefined && { timestamp: String(timestamp) }),
});

function toHeaders(headers: IHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
