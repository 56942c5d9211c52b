import type { LogRecord } from '../log/log.js';
import type { Commit } from '../state-store/state-store.js';
import { fieldNames } from './field-names.js';
import { StormGuard } from './storm-guard.js';
import type { SuspendedKey } from './troubles.js';

type Offsets = Readonly<Record<string, number>>;

interface FailedRecord {
  readonly topic: string;
  readonly offset: number;
  readonly error: string;
}

/**
 * What the readings of a partition have shown and no commit holds yet. It outlives a session that is given up, so that
 * the next reading gets past what stopped the last one, and ends with the ownership.
 */
export class Findings {
  /** as of the last commit */
  guard = new StormGuard();
  private readonly failedRecords = new Map<string, FailedRecord>();
  private readonly failedWakeUps = new Map<string, SuspendedKey>();

  setAside({ topic, offset }: LogRecord, error: string): void {
    this.failedRecords.set(placeOf(topic, offset), { topic, offset, error });
  }

  /** @returns what the record's step threw before */
  errorOf({ topic, offset }: LogRecord): string | undefined {
    return this.failedRecords.size === 0 ? undefined : this.failedRecords.get(placeOf(topic, offset))?.error;
  }

  suspend(suspended: SuspendedKey): void {
    this.failedWakeUps.set(suspended.key, suspended);
  }

  /** The keys that are to be suspended as soon as a commit can say so. */
  get suspended(): Iterable<SuspendedKey> {
    return this.failedWakeUps.values();
  }

  isUncommitted(key: string): boolean {
    return this.failedWakeUps.has(key);
  }

  /** Whether a record that was set aside is behind these offsets: its dead letter waits for its commit. */
  isBehind(next: ReadonlyMap<string, number>): boolean {
    return [...this.failedRecords.values()].some(({ topic, offset }) => offset < (next.get(topic) ?? 0));
  }

  /** A commit was applied. @param guard - as it was when the commit was taken */
  settle({ offsets, fields }: Pick<Commit, 'offsets' | 'fields'>, guard: StormGuard): void {
    this.guard = guard;
    this.pass(offsets);
    for (const key of this.failedWakeUps.keys())
      if (fields.has(fieldNames.trouble('suspended-key', key))) this.failedWakeUps.delete(key);
  }

  /** Nothing below these offsets is read again. */
  pass(offsets: Offsets): void {
    for (const [place, { topic, offset }] of this.failedRecords)
      if (offset < (offsets[topic] ?? 0)) this.failedRecords.delete(place);
  }
}

const placeOf = (topic: string, offset: number): string => `${topic}/${offset}`;
