import type { LogRecord } from '../log/log.js';
import type { DecodedRecord } from './decoder.js';

/** What a handler makes of a record: whose state it concerns, and the step's input. */
export interface Routed<I> {
  readonly key: string;
  readonly input: I;
}

/** Records of one partition of one topic, decoded, in order, on their way into the state. */
export interface RecordBatch<T, I> {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly DecodedRecord<T>[];
  /**
   * Runs the step of every record against the state of the key that `route` names, and moves the offset, all at once.
   * A record whose route or step throws goes to the dead letter.
   */
  apply(route: (data: T, record: LogRecord) => Routed<I>): void;
}

/** Hands batches of one topic to whoever applies them. */
export type BatchHandler<I> = (batch: RecordBatch<never, I>) => Promise<void>;
