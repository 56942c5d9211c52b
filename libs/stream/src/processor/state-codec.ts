/** The durable form of one key's state: named parts, so that only what changed is written. */
export interface StateCodec<S> {
  /** of the stored form; an older one is migrated, a newer one refuses to start */
  readonly version: number;
  /** The parts that changed since the last call; `undefined` removes a part. */
  readonly changes: (state: S) => Iterable<readonly [part: string, bytes: Uint8Array | undefined]>;
  readonly restore: (key: string, parts: ReadonlyMap<string, Uint8Array>) => S;
  /** Lifts the parts of one key from an older version. Pure. */
  readonly migrate?: (parts: ReadonlyMap<string, Uint8Array>, from: number) => ReadonlyMap<string, Uint8Array>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const toJsonBytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

export const fromJsonBytes = (bytes: Uint8Array): unknown => JSON.parse(decoder.decode(bytes));

/** For small states: one part, whole. @param read - checks what was stored */
export const jsonCodec = <S>(version: number, read: (value: unknown) => S): StateCodec<S> => ({
  version,
  changes: (state) => [['', toJsonBytes(state)]],
  restore: (_key, parts) => read(fromJsonBytes(parts.get('') ?? toJsonBytes({}))),
});

/** The stored state was written by a newer version of this program. */
export class NewerStateError extends Error {
  readonly code = 'newer-state';
  constructor(processor: string, stored: number, known: number) {
    super(`state of ${processor} has version ${stored}, this program knows up to ${known}`);
  }
}
