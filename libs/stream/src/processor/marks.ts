import { fieldNames } from './field-names.js';
import type { RecordIdentity } from './processor-definition.js';
import { fromJsonBytes, toJsonBytes } from './state-codec.js';

const keptMs = 86_400_000;
const maxRequests = 200_000;
const expiryEveryMs = 600_000;

interface Mark {
  readonly epoch: number;
  readonly sequence: number;
  readonly at: number;
}

/**
 * What a partition has seen: the highest (epoch, sequence) of each source, and the requests of the last day. Constant
 * memory for a source, however many records it writes.
 */
export class Marks {
  private readonly bySource = new Map<string, Mark>();
  private readonly requests = new Map<string, number>();
  private readonly dirty = new Map<string, Uint8Array | undefined>();
  private lastExpiry = 0;

  restoreMark(source: string, bytes: Uint8Array): void {
    this.bySource.set(source, fromJsonBytes(bytes) as Mark);
  }

  restoreRequest(hash: string, bytes: Uint8Array): void {
    this.requests.set(hash, Number(fromJsonBytes(bytes)));
  }

  /** @returns false for a repetition. @param at - the record's own time, ms UTC */
  advance({ source, epoch, sequence }: RecordIdentity, at: number): boolean {
    const mark = this.bySource.get(source);
    if (mark && (epoch < mark.epoch || (epoch === mark.epoch && sequence <= mark.sequence))) return false;
    const next = { epoch, sequence, at };
    this.bySource.set(source, next);
    this.dirty.set(fieldNames.mark(source), undefined);
    return true;
  }

  /** @returns false when the request was seen within the last day */
  request(hash: string, at: number): boolean {
    const seen = this.requests.get(hash);
    if (seen !== undefined && at - seen < keptMs) return false;
    this.requests.delete(hash);
    this.requests.set(hash, at);
    this.dirty.set(fieldNames.request(hash), toJsonBytes(at));
    if (this.requests.size > maxRequests) this.forgetOldest();
    return true;
  }

  /** The fields that changed since the last call. @param now - ms UTC */
  changes(now: number): ReadonlyMap<string, Uint8Array | undefined> {
    if (now - this.lastExpiry > expiryEveryMs) this.expire(now);
    const fields = new Map(this.dirty);
    this.dirty.clear();
    for (const [source, mark] of this.bySource) {
      const name = fieldNames.mark(source);
      if (fields.has(name)) fields.set(name, toJsonBytes(mark));
    }
    return fields;
  }

  get changed(): boolean {
    return this.dirty.size > 0;
  }

  private forgetOldest(): void {
    const [oldest] = this.requests.keys();
    if (oldest !== undefined) this.dropRequest(oldest);
  }

  private dropRequest(hash: string): void {
    this.requests.delete(hash);
    this.dirty.set(fieldNames.request(hash), undefined);
  }

  private expire(now: number): void {
    this.lastExpiry = now;
    for (const [source, { at }] of this.bySource)
      if (now - at > keptMs) {
        this.bySource.delete(source);
        this.dirty.set(fieldNames.mark(source), undefined);
      }
    for (const [hash, at] of this.requests) if (now - at > keptMs) this.dropRequest(hash);
  }
}
