import { fieldNames } from './field-names.js';
import { fromJsonBytes, toJsonBytes } from './state-codec.js';

/** A partition that is paused because of its dead letters. */
export interface OpenStorm {
  readonly partition: number;
  /** when the partition was paused, ms UTC */
  readonly since: number;
  readonly pauseMs: number;
  /** how many storms have followed on each other, with this one */
  readonly inARow: number;
}

/** A key that is not woken at its times because its step throws. Times are ms UTC. */
export interface SuspendedKey {
  readonly key: string;
  /** when its wake-up failed first */
  readonly since: number;
  /** what the wake-up threw */
  readonly cause: string;
  readonly failures: number;
  /** when it is tried again */
  readonly until: number;
}

export type TroubleKind = 'storm' | 'suspended-key';

/**
 * What a partition has told of itself and not taken back: part of its committed state, so that whoever owns the
 * partition next goes on with it and resolves it.
 */
export class Troubles {
  private openStorm: OpenStorm | undefined;
  private readonly byKey = new Map<string, SuspendedKey>();
  private readonly dirty = new Map<string, Uint8Array | undefined>();

  get storm(): OpenStorm | undefined {
    return this.openStorm;
  }

  get suspended(): ReadonlyMap<string, SuspendedKey> {
    return this.byKey;
  }

  get changed(): boolean {
    return this.dirty.size > 0;
  }

  restore(kind: TroubleKind, bytes: Uint8Array): void {
    const trouble = fromJsonBytes(bytes);
    if (kind === 'storm') this.openStorm = trouble as OpenStorm;
    else this.byKey.set((trouble as SuspendedKey).key, trouble as SuspendedKey);
  }

  /** @param storm - `undefined`: it is over */
  setStorm(storm: OpenStorm | undefined): void {
    this.openStorm = storm;
    this.dirty.set(fieldNames.trouble('storm', ''), storm && toJsonBytes(storm));
  }

  suspend(suspended: SuspendedKey): void {
    this.byKey.set(suspended.key, suspended);
    this.dirty.set(fieldNames.trouble('suspended-key', suspended.key), toJsonBytes(suspended));
  }

  release(key: string): void {
    this.byKey.delete(key);
    this.dirty.set(fieldNames.trouble('suspended-key', key), undefined);
  }

  collectChanges(into: Map<string, Uint8Array | undefined>): void {
    for (const [name, bytes] of this.dirty) into.set(name, bytes);
    this.dirty.clear();
  }
}
