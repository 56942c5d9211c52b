import { cloudEventHeaders } from '@roadworthy/contracts';

import type { NewRecord } from '../log/log.js';
import type { OutboxRow } from '../state-store/state-store.js';
import { activeTraceparent } from './batch-span.js';
import type { Publication } from './processor-definition.js';

/** An event on its way out, as it is kept in the outbox. */
export interface OutgoingEvent {
  readonly topic: string;
  readonly key: string;
  readonly meetsBy: string;
  readonly value: string;
  /** ms UTC */
  readonly time: number;
  /** W3C trace context of the batch that caused it */
  readonly traceparent?: string | undefined;
}

interface StoredRow {
  readonly first: number;
  readonly events: readonly OutgoingEvent[];
}

/** Checks the event against its contract: what is wrong must not leave. @throws {z.ZodError} */
export function outgoing({ event, data }: Publication, time: number): OutgoingEvent {
  const checked = event.parse(data);
  const key = event.key(checked);
  const traceparent = activeTraceparent();
  return {
    topic: event.topic,
    key,
    meetsBy: event.meetsBy(checked),
    value: JSON.stringify(checked),
    time,
    ...(traceparent !== undefined && { traceparent }),
  };
}

/** @param first - the sequence of the first event; the others follow it */
export const outboxRow = (first: number, events: readonly OutgoingEvent[]): string => JSON.stringify({ first, events });

/** The records of a committed row, each with its original identity, so that a repetition is recognised. */
export function recordsOfRow({ epoch, row }: OutboxRow, source: string): NewRecord[] {
  const { first, events } = JSON.parse(row) as StoredRow;
  return events.map(({ topic, key, meetsBy, value, time, traceparent }, i) => ({
    topic,
    key,
    meetsBy,
    value,
    timestamp: time,
    headers: cloudEventHeaders({ type: topic, source, id: `${epoch}-${first + i}`, time, traceparent }),
  }));
}
