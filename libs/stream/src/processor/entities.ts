import { fieldNames } from './field-names.js';
import type { StateCodec } from './state-codec.js';

/** The states of one partition by key, and which of them must be written. */
export class Entities<S> {
  private readonly states = new Map<string, S>();
  private readonly dirty = new Set<string>();

  constructor(
    private readonly codec: StateCodec<S>,
    private readonly create: (key: string) => S,
  ) {}

  restore(key: string, parts: ReadonlyMap<string, Uint8Array>, storedVersion: number): void {
    const current = storedVersion < this.codec.version ? this.codec.migrate?.(parts, storedVersion) : parts;
    this.states.set(key, this.codec.restore(key, current ?? parts));
    if (storedVersion < this.codec.version) this.dirty.add(key);
  }

  find(key: string): S | undefined {
    return this.states.get(key);
  }

  /** The state of a key, created when it is new; it counts as changed. */
  own(key: string): S {
    let state = this.states.get(key);
    if (state === undefined) {
      state = this.create(key);
      this.states.set(key, state);
    }
    this.dirty.add(key);
    return state;
  }

  [Symbol.iterator](): IterableIterator<[string, S]> {
    return this.states.entries();
  }

  get changed(): boolean {
    return this.dirty.size > 0;
  }

  collectChanges(into: Map<string, Uint8Array | undefined>): void {
    for (const key of this.dirty) {
      const state = this.states.get(key);
      if (state === undefined) continue;
      for (const [part, bytes] of this.codec.changes(state)) into.set(fieldNames.entity(key, part), bytes);
    }
    this.dirty.clear();
  }
}
