const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** MurmurHash2 as Kafka's Java client computes it. @returns a signed 32-bit integer */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  let hash = seed ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let word = at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    word = Math.imul(word, multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const left = length - i;
  if (left >= 3) hash ^= at(bytes, i + 2) << 16;
  if (left >= 2) hash ^= at(bytes, i + 1) << 8;
  if (left >= 1) hash = Math.imul(hash ^ at(bytes, i), multiplier);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

const encoder = new TextEncoder();
const cache = new Map<string, number>();
const maxCached = 100_000;

/**
 * The partition of a key, as Kafka's default partitioner places it.
 *
 * @param partitions - `>= 1`
 * @returns integer in `[0, partitions)`
 */
export function partitionOf(meetsBy: string, partitions: number): number {
  let hash = cache.get(meetsBy);
  if (hash === undefined) {
    hash = murmur2(encoder.encode(meetsBy)) & 0x7fffffff;
    if (cache.size >= maxCached) cache.clear();
    cache.set(meetsBy, hash);
  }
  return hash % partitions;
}
