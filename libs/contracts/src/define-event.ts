import { z } from 'zod';

/** How long a topic keeps its records: for a span of time, or the newest record of each key for ever. */
export type Retention = { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'compacted' };

/** What a service says about one kind of event; everything else about its topic is derived from this. */
export interface EventSpec<S extends z.ZodType> {
  /** `rw.<domain>.<noun>.v<N>`; `<tenant>` may stand in for one segment */
  readonly topic: string;
  /** one sentence for the catalogue */
  readonly summary: string;
  readonly publisher: string;
  /** the Kafka key: what compaction sees */
  readonly key: (data: z.output<S>) => string;
  /** the string whose hash is the partition; the key unless given */
  readonly meetsBy?: (data: z.output<S>) => string;
  readonly retention: Retention;
  /** every consumer reads the topic whole instead of its share of the partitions */
  readonly broadcast?: boolean;
  /** fixed number of partitions; `RW_PARTITIONS` unless given */
  readonly partitions?: number;
  readonly data: S;
  /** one for the catalogue, as it is written to the topic */
  readonly example?: z.input<S>;
}

export interface EventDefinition<S extends z.ZodType = z.ZodType> extends EventSpec<S> {
  readonly meetsBy: (data: z.output<S>) => string;
  readonly version: number;
  /** @throws {z.ZodError} when the value is not this event's data */
  readonly parse: (value: unknown) => z.output<S>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `any` lets one list hold definitions of every data type
export type AnyEvent = EventDefinition<any>;

export type EventData<E> = E extends EventDefinition<infer S> ? z.output<S> : never;

const topicPattern = /^rw(\.([a-z][a-z0-9-]*|<tenant>)){2,3}\.v([1-9][0-9]*)$/;

/**
 * Declares an event: its topic, key, retention and the schema of its data.
 *
 * @throws {RangeError} when the topic's name is not `rw.<domain>.<noun>.v<N>`
 */
export function defineEvent<S extends z.ZodType>(spec: EventSpec<S>): EventDefinition<S> {
  const version = topicPattern.exec(spec.topic)?.[3];
  if (version === undefined) throw new RangeError(`topic must be rw.<domain>.<noun>.v<N>, got ${spec.topic}`);
  const compiled = z.compile(spec.data);
  const parse = (value: unknown): z.output<S> => compiled.parse(value);
  return { ...spec, meetsBy: spec.meetsBy ?? spec.key, version: Number(version), parse };
}

/** @returns milliseconds */
export const days = (count: number): Retention => ({ kind: 'time', ms: count * 86_400_000 });

export const compacted: Retention = { kind: 'compacted' };
