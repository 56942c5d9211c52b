import type { LogRecord } from '../log/log.js';
import type { Acquired, Commit } from '../state-store/state-store.js';
import type { BroadcastCopy } from './broadcast-copy.js';
import { deadLetterOf, type Failure } from './dead-letters.js';
import { type DecodedRecord, deduplicationOf, type ReadRecord, replayHeader } from './decoder.js';
import type { Entities } from './entities.js';
import { fieldNames } from './field-names.js';
import type { Marks } from './marks.js';
import { outboxRow, outgoing, type OutgoingEvent } from './outbox.js';
import {
  type InputDefinition,
  type ProcessorDefinition,
  publication,
  type StepContext,
} from './processor-definition.js';
import type { Routed } from './record-batch.js';
import { toJsonBytes } from './state-codec.js';

/** A step threw: its state may be half changed, so the session must be given up and the record set aside. */
export class StepFailure extends Error {
  constructor(
    readonly record: LogRecord | undefined,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

export interface SessionParts<S> {
  readonly partition: number;
  readonly acquired: Acquired;
  readonly entities: Entities<S>;
  readonly marks: Marks;
  readonly tables: BroadcastCopy;
  readonly storedVersion: number | undefined;
  /** the error of a record whose step threw before */
  readonly isSetAside: (record: LogRecord) => string | undefined;
  /** told of each record whether it went to the dead letter */
  readonly outcome: (deadLettered: boolean) => void;
}

/** One thing that was applied, in the order of applying: a replay follows it, since the log has no order of topics. */
export type JournalEntry = { readonly at: number } & (
  { readonly topic: string; readonly from: number; readonly to: number } | { readonly wake: string }
);

interface Fold<I, T> {
  readonly input: InputDefinition;
  readonly records: readonly ReadRecord<T>[];
  readonly lastOffset: number;
  readonly route: (data: T, record: LogRecord) => Routed<I>;
  readonly now: number;
}

/** The ownership of one partition: its state in memory, what changed since the last commit, and where reading goes on. */
export class Session<S, I> {
  live = true;
  /** of the last commit that was applied */
  version: number;
  readonly next: Map<string, number>;
  /** bytes folded since the last commit */
  pendingBytes = 0;
  duplicates = 0;
  private sequence = 0;
  private events: OutgoingEvent[] = [];
  private moved = false;
  private readonly journal: JournalEntry[] = [];

  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly parts: SessionParts<S>,
    private readonly woken: (key: string, at: number | undefined) => void,
  ) {
    this.version = parts.acquired.version;
    this.next = new Map(Object.entries(parts.acquired.offsets));
  }

  /** Rebuilds the timers, which are part of no state of their own. */
  schedule(): void {
    for (const [key, state] of this.parts.entities) this.woken(key, this.definition.nextWake(state));
  }

  get partition(): number {
    return this.parts.partition;
  }

  get epoch(): number {
    return this.parts.acquired.epoch;
  }

  get hasEvents(): boolean {
    return this.events.length > 0;
  }

  get hasChanges(): boolean {
    const { entities, marks, tables } = this.parts;
    return this.moved || this.hasEvents || entities.changed || marks.changed || tables.changed;
  }

  /** Applies records and moves the topic's offset. @throws {StepFailure} */
  fold<T>({ input, records, lastOffset, route, now }: Fold<I, T>): void {
    const topic = records[0]?.record.topic ?? input.event.topic;
    const from = this.next.get(topic) ?? 0;
    for (const read of records) if (read.record.offset >= from) this.foldOne(input, read, { route, now });
    this.journal.push({ at: now, topic, from, to: lastOffset + 1 });
    this.advance(topic, lastOffset + 1);
  }

  private foldOne<T>(
    input: InputDefinition,
    read: ReadRecord<T>,
    { route, now }: { route: Fold<I, T>['route']; now: number },
  ): void {
    const { record } = read;
    this.pendingBytes += record.value?.length ?? 0;
    const failed = this.parts.isSetAside(record);
    if (failed !== undefined) return this.deadLetter({ record, reason: 'failed', detail: failed, now });
    if (!('data' in read)) return this.deadLetter({ record, reason: 'malformed', detail: read.detail, now });
    const data = this.withoutRepetitions(input, read);
    if (data === undefined) return;
    try {
      const { key, input: stepInput } = route(data, record);
      this.step(key, stepInput, { now, record });
    } catch (error) {
      throw new StepFailure(record, error);
    }
    this.parts.outcome(false);
  }

  /** Wakes one key. @throws {StepFailure} */
  wake(key: string, now: number): void {
    this.journal.push({ at: now, wake: key });
    try {
      this.step(key, this.definition.wakeInput, { now, record: undefined });
    } catch (error) {
      throw new StepFailure(undefined, error);
    }
  }

  /** Offsets below `next` hold nothing to fold. */
  advance(topic: string, next: number): void {
    if (next <= (this.next.get(topic) ?? -1)) return;
    this.next.set(topic, next);
    this.moved = true;
  }

  /** What must be written now, or nothing. The caller commits it or gives the session up. */
  takeChanges(now: number): Commit | undefined {
    if (!this.hasChanges) return undefined;
    const { entities, marks, tables, storedVersion } = this.parts;
    const fields = new Map(marks.changes(now));
    entities.collectChanges(fields);
    tables.collectChanges(fields);
    const { version } = this.definition.codec;
    if (storedVersion !== version) fields.set(fieldNames.codecVersion, toJsonBytes(version));
    const commit = {
      processor: this.definition.name,
      partition: this.partition,
      epoch: this.epoch,
      version: this.version,
      offsets: Object.fromEntries([...this.next, ...tables.offsets]),
      fields,
      outbox: this.hasEvents ? outboxRow(this.sequence, this.events) : undefined,
      journal: this.definition.journal ? JSON.stringify(this.journal) : undefined,
    };
    this.sequence += this.events.length;
    this.events = [];
    this.moved = false;
    this.pendingBytes = 0;
    this.journal.length = 0;
    return commit;
  }

  publish(event: OutgoingEvent): void {
    this.events.push(event);
  }

  private step(key: string, input: I, { now, record }: { now: number; record: LogRecord | undefined }): void {
    const state = this.parts.entities.own(key);
    const context: StepContext = { now, tables: this.parts.tables.read };
    const { publish = [], reject = [] } = this.definition.step(state, input, context);
    for (const event of publish) this.events.push(outgoing(event, now));
    for (const rejection of reject) if (record) this.deadLetter({ record, ...rejection, now });
    this.woken(key, this.definition.nextWake(state));
  }

  private deadLetter(failure: Failure): void {
    this.parts.outcome(true);
    this.events.push(
      outgoing(publication(this.definition.deadLetters, deadLetterOf(this.definition.name, failure)), failure.now),
    );
  }

  private withoutRepetitions<T>(input: InputDefinition, { data, record }: DecodedRecord<T>): T | undefined {
    const { identity, requests, without } = deduplicationOf<T>(input);
    const replayOf = record.headers[replayHeader];
    if (replayOf !== undefined) return this.parts.marks.request(replayOf, record.timestamp) ? data : this.repeated();
    const who = identity(data, record);
    if (who && !this.parts.marks.advance(who, record.timestamp)) return this.repeated();
    const seen = (requests?.(data) ?? []).flatMap((hash, i) =>
      this.parts.marks.request(hash, record.timestamp) ? [] : [i],
    );
    if (seen.length === 0) return data;
    this.duplicates += seen.length;
    return without?.(data, seen);
  }

  private repeated(): undefined {
    this.duplicates++;
    return undefined;
  }
}
