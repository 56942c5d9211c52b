import type { LogRecord } from '../log/log.js';
import type { Acquired } from '../state-store/state-store.js';
import type { BroadcastCopy } from './broadcast-copy.js';
import type { TakenChanges } from './commit-loop.js';
import { deadLetterOf, type Failure } from './dead-letters.js';
import type { DecodedRecord, ReadRecord } from './decoder.js';
import type { Entities } from './entities.js';
import { fieldNames } from './field-names.js';
import type { Findings } from './findings.js';
import type { Marks } from './marks.js';
import { outboxRow, outgoing, type OutgoingEvent } from './outbox.js';
import {
  type InputDefinition,
  type ProcessorDefinition,
  publication,
  type Rejection,
  type StepContext,
} from './processor-definition.js';
import type { Routed } from './record-batch.js';
import { toJsonBytes } from './state-codec.js';
import { StepFailure } from './step-failure.js';
import type { StormGuard } from './storm-guard.js';
import { emptyTally } from './tally.js';
import type { Troubles } from './troubles.js';
import { withoutRepetitions } from './without-repetitions.js';

export interface SessionParts<S> {
  readonly partition: number;
  readonly acquired: Acquired;
  readonly entities: Entities<S>;
  readonly marks: Marks;
  readonly tables: BroadcastCopy;
  readonly troubles: Troubles;
  readonly storedVersion: number | undefined;
  readonly findings: Findings;
}

/** One thing that was applied, in the order of applying: a replay follows it, since the log has no order of topics. */
export type JournalEntry = { readonly at: number } & (
  { readonly topic: string; readonly from: number; readonly to: number } | { readonly wake: string }
);

interface HowToApply<I, T> {
  readonly input: InputDefinition;
  readonly route: (data: T, record: LogRecord) => Routed<I>;
  readonly now: number;
}

interface Fold<I, T> extends HowToApply<I, T> {
  readonly records: readonly ReadRecord<T>[];
  readonly lastOffset: number;
}

/** The ownership of one partition: its state in memory, what changed since the last commit, and where reading goes on. */
export class Session<S, I> {
  live = true;
  /** of the last commit that was applied */
  version: number;
  readonly next: Map<string, number>;
  /** bytes folded since the last commit */
  pendingBytes = 0;
  readonly guard: StormGuard;
  private tally = emptyTally();
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
    this.guard = parts.findings.guard.copy();
    this.guard.resume(parts.troubles.storm?.inARow ?? 0);
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

  get troubles(): Troubles {
    return this.parts.troubles;
  }

  /** A record whose step threw is behind: reading waits for the commit of its dead letter. */
  get isHeldBack(): boolean {
    return this.parts.findings.isBehind(this.next);
  }

  get hasEvents(): boolean {
    return this.events.length > 0;
  }

  get hasChanges(): boolean {
    const { entities, marks, tables, troubles } = this.parts;
    const hasChanged = [entities, marks, tables, troubles].some(({ changed }) => changed);
    return this.moved || this.hasEvents || hasChanged;
  }

  /**
   * Applies records and moves the topic's offset. It ends behind the first record that was set aside: were what follows
   * to throw too before that is committed, all of it would be read over and over.
   *
   * @throws {StepFailure}
   */
  fold<T>({ input, records, lastOffset, route, now }: Fold<I, T>): void {
    const topic = records[0]?.record.topic ?? input.event.topic;
    const from = this.next.get(topic) ?? 0;
    let to = lastOffset + 1;
    for (const read of records) {
      const { record } = read;
      if (record.offset < from) continue;
      const error = this.parts.findings.errorOf(record);
      this.take(read, error, { input, route, now });
      if (error === undefined) continue;
      to = record.offset + 1;
      break;
    }
    this.journal.push({ at: now, topic, from, to });
    this.advance(topic, to);
  }

  /** Each record is noted once, as dead or not. @param error - what its step threw before */
  private take<T>(read: ReadRecord<T>, error: string | undefined, how: HowToApply<I, T>): void {
    const { record } = read;
    const { now } = how;
    this.pendingBytes += record.value?.length ?? 0;
    this.tally.records++;
    if (error !== undefined) return this.bury({ record, reason: 'failed', detail: error, now });
    if (!('data' in read)) return this.bury({ record, reason: 'malformed', detail: read.detail, now });
    this.guard.note(!this.apply(read, how));
  }

  /** @returns whether the record was sound: of use in some part, or of none for an ordinary reason */
  private apply<T>(read: DecodedRecord<T>, { input, route, now }: HowToApply<I, T>): boolean {
    const { data, repetitions } = withoutRepetitions(input, read, this.parts.marks);
    this.tally.duplicates += repetitions;
    if (data === undefined) return true;
    const { record } = read;
    try {
      const { key, input: stepInput } = route(data, record);
      const rejections = this.step(key, stepInput, now);
      for (const rejection of rejections) this.deadLetter({ record, ...rejection, now });
      return !rejections.some(({ isBroken }) => isBroken);
    } catch (error) {
      throw new StepFailure(record, error);
    }
  }

  /** Wakes one key. @throws {StepFailure} */
  wake(key: string, now: number): void {
    this.journal.push({ at: now, wake: key });
    try {
      this.step(key, this.definition.wakeInput, now);
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
  takeChanges(now: number): TakenChanges | undefined {
    if (!this.hasChanges) return undefined;
    const { tables } = this.parts;
    const commit = {
      processor: this.definition.name,
      partition: this.partition,
      epoch: this.epoch,
      version: this.version,
      offsets: Object.fromEntries([...this.next, ...tables.offsets]),
      fields: this.changedFields(now),
      outbox: this.hasEvents ? outboxRow(this.sequence, this.events) : undefined,
      journal: this.definition.journal ? JSON.stringify(this.journal) : undefined,
    };
    const taken = { commit, tally: this.tally, guard: this.guard.copy() };
    this.startAnew();
    return taken;
  }

  private changedFields(now: number): Map<string, Uint8Array | undefined> {
    const { entities, marks, tables, troubles, storedVersion } = this.parts;
    const fields = new Map(marks.changes(now));
    for (const part of [entities, tables, troubles]) part.collectChanges(fields);
    const { version } = this.definition.codec;
    if (storedVersion !== version) fields.set(fieldNames.codecVersion, toJsonBytes(version));
    return fields;
  }

  private startAnew(): void {
    this.sequence += this.events.length;
    this.events = [];
    this.moved = false;
    this.pendingBytes = 0;
    this.tally = emptyTally();
    this.journal.length = 0;
  }

  publish(event: OutgoingEvent): void {
    this.events.push(event);
  }

  /** When the key wants to be woken, ms UTC. */
  nextWake(key: string): number | undefined {
    const state = this.parts.entities.find(key);
    return state === undefined ? undefined : this.definition.nextWake(state);
  }

  /** @returns what the step rejects */
  private step(key: string, input: I, now: number): readonly Rejection[] {
    const state = this.parts.entities.own(key);
    const context: StepContext = { now, tables: this.parts.tables.read };
    const { publish = [], reject = [] } = this.definition.step(state, input, context);
    for (const event of publish) this.events.push(outgoing(event, now));
    this.woken(key, this.definition.nextWake(state));
    return reject;
  }

  /** Nothing of the record can be used. */
  private bury(failure: Failure): void {
    this.deadLetter(failure);
    this.guard.note(true);
  }

  private deadLetter(failure: Failure): void {
    this.tally.deadLetters++;
    const letter = deadLetterOf(this.definition.name, failure);
    this.events.push(outgoing(publication(this.definition.deadLetters, letter), failure.now));
  }
}
