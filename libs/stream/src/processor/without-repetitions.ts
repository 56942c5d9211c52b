import { type DecodedRecord, deduplicationOf, replayHeader } from './decoder.js';
import type { Marks } from './marks.js';
import type { InputDefinition } from './processor-definition.js';

/** What is left of a record. */
interface Unrepeated<T> {
  /** `undefined` when nothing is */
  readonly data: T | undefined;
  /** how many repetitions were dropped */
  readonly repetitions: number;
}

/** Drops what the partition has seen before, and marks the rest as seen. */
export function withoutRepetitions<T>(
  input: InputDefinition,
  { data, record }: DecodedRecord<T>,
  marks: Marks,
): Unrepeated<T> {
  const { identity, requests, without } = deduplicationOf<T>(input);
  const { timestamp } = record;
  const replayOf = record.headers[replayHeader];
  if (replayOf !== undefined) return marks.request(replayOf, timestamp) ? whole(data) : repeated;
  const who = identity(data, record);
  if (who && !marks.advance(who, timestamp)) return repeated;
  const seen = (requests?.(data) ?? []).flatMap((hash, i) => (marks.request(hash, timestamp) ? [] : [i]));
  return seen.length === 0 ? whole(data) : { data: without?.(data, seen), repetitions: seen.length };
}

const repeated = { data: undefined, repetitions: 1 } as const;

const whole = <T>(data: T): Unrepeated<T> => ({ data, repetitions: 0 });
