import type { AnyEvent, budgetAlerts, budgetDeadLetters, EventData } from '@roadworthy/contracts';

import type { LogRecord } from '../log/log.js';
import type { StateCodec } from './state-codec.js';

/** An event to publish: an upsert with a semantic id and a revision, never a delta. */
export interface Publication {
  readonly event: AnyEvent;
  readonly data: unknown;
}

export const publication = <E extends AnyEvent>(event: E, data: EventData<E>): Publication => ({ event, data });

/** A part of an input that cannot be applied: it goes to the dead letter while the rest counts. */
export interface Rejection {
  readonly reason: string;
  readonly detail: string;
  /** what would be put back: a whole record of the same topic */
  readonly data: unknown;
  /**
   * Nothing of the record was of use, and the reason is a sign that records are broken: many of them in a row are a
   * storm that pauses the partition for everybody. It is false when any part of the record counted, and for what a
   * healthy publisher may send in masses, as when it is late.
   */
  readonly isBroken: boolean;
}

/** What one step sends out. The state is changed in place. */
export interface StepOutput {
  readonly publish?: readonly Publication[];
  readonly reject?: readonly Rejection[];
}

/** Who wrote a record and where it stands in what they wrote: a higher one makes every lower one a repetition. */
export interface RecordIdentity {
  readonly source: string;
  readonly epoch: number;
  readonly sequence: number;
}

/** How records of one input are told from repetitions of themselves. */
export interface Deduplication<T> {
  readonly identity: (data: T, record: LogRecord) => RecordIdentity | undefined;
  /** hashes of requests inside the record that must count once within a day */
  readonly requests?: (data: T) => readonly string[];
  /** the record without the requests at these positions; `undefined` when nothing is left */
  readonly without?: (data: T, positions: readonly number[]) => T | undefined;
}

export interface InputDefinition<E extends AnyEvent = AnyEvent> {
  readonly event: E;
  /** the event's own topic unless given */
  readonly topics?: readonly string[];
  /** read to the end that was seen at assignment before the other inputs go on */
  readonly bootstrap?: boolean;
  /** the identity in the CloudEvents headers unless given */
  readonly deduplication?: Deduplication<EventData<E>>;
  /** JSON by the event's schema unless given. @throws when the record is malformed */
  readonly decode?: (record: LogRecord) => EventData<E>;
}

/** The topics that an input is read from. */
export const topicsOf = ({ event, topics }: InputDefinition): readonly string[] => topics ?? [event.topic];

/** The latest data of each key of a broadcast event, as this partition has committed it. */
export type BroadcastTables = (event: AnyEvent) => ReadonlyMap<string, unknown>;

export interface StepContext {
  /** ms UTC; the only clock that a step knows */
  readonly now: number;
  readonly tables: BroadcastTables;
}

/** A service's brain and what the runtime must know to run it. */
export interface ProcessorDefinition<S, I> {
  /** names the state, the consumer group and the source of its events */
  readonly name: string;
  /** the order in which topics are applied inside one commit */
  readonly inputs: readonly InputDefinition[];
  /** small compacted topics that every partition reads whole */
  readonly broadcasts?: readonly AnyEvent[];
  readonly create: (key: string) => S;
  readonly codec: StateCodec<S>;
  /** Deterministic; owns `state` and may update it in place. A thrown error sends the record to the dead letter. */
  readonly step: (state: S, input: I, context: StepContext) => StepOutput;
  /** when the state wants `wakeInput`, ms UTC; derived from the state alone */
  readonly nextWake: (state: S) => number | undefined;
  readonly wakeInput: I;
  readonly deadLetters: typeof budgetDeadLetters;
  readonly alerts: typeof budgetAlerts;
  /** keep a row per commit so that a day can be replayed exactly */
  readonly journal?: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `any` lets one list hold processors of every state
export type AnyProcessor = ProcessorDefinition<any, any>;
