import type { LogRecord } from '../log/log.js';
import type { Deduplication, InputDefinition, RecordIdentity } from './processor-definition.js';

/** A record that is what its contract says. */
export interface DecodedRecord<T> {
  readonly data: T;
  readonly record: LogRecord;
}

/** A record that is not, and why. */
export interface MalformedRecord {
  readonly record: LogRecord;
  readonly detail: string;
}

export type ReadRecord<T> = DecodedRecord<T> | MalformedRecord;

const text = new TextDecoder('utf-8', { fatal: true });

export function jsonOfRecord(record: LogRecord): unknown {
  return JSON.parse(text.decode(record.value));
}

/** Reads one record; tombstones are read as malformed, since inputs that expect them decode them themselves. */
export function decodeRecord<T>(input: InputDefinition, record: LogRecord): ReadRecord<T> {
  try {
    const data = input.decode ? input.decode(record) : input.event.parse(jsonOfRecord(record));
    return { record, data: data as T };
  } catch (error) {
    return { record, detail: error instanceof Error ? error.message : String(error) };
  }
}

const eventId = /^([0-9]+)-([0-9]+)$/;

/** The identity that our own relay gives every event: source, and epoch and sequence as its id. */
function identityOfEvent({ headers }: LogRecord): RecordIdentity | undefined {
  const source = headers['ce_source'];
  const id = eventId.exec(headers['ce_id'] ?? '');
  return source && id ? { source, epoch: Number(id[1]), sequence: Number(id[2]) } : undefined;
}

export const deduplicationOf = <T>(input: InputDefinition): Deduplication<T> =>
  input.deduplication ?? { identity: (_data, record) => identityOfEvent(record) };

/** Names the dead letter that a record was put back from. */
export const replayHeader = 'rw-replay-of';
