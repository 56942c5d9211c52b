import { BucketLayer } from './bucket-layer.js';
import type { EventCounts } from './burn-rate.js';

/** Which of two counts the events of a window are known by, beside their total. */
export type CountedPart = 'good' | 'bad';

const layerSpecs = [
  { widthMs: 10_000, longestMs: 21_600_000 },
  { widthMs: 60_000, longestMs: 259_200_000 },
  { widthMs: 300_000, longestMs: Infinity },
] as const;

/** The width of the finest buckets, ms: windows end at its multiples. */
export const bucketMs = layerSpecs[0].widthMs;

/** The start of the bucket that holds `time`, ms UTC. */
export const bucketStart = (time: number): number => Math.floor(time / bucketMs) * bucketMs;

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;

/**
 * Events by time, kept at 10 s for windows up to 6 h, 1 min up to 3 d and 5 min beyond. Any window is a sum over pages,
 * a late event a change of three buckets.
 */
export class BucketSeries {
  private readonly layers = layerSpecs.map(({ widthMs }) => new BucketLayer(widthMs));

  /**
   * @param part - what `add` counts beside the total
   * @param periodMs - the longest window that will be asked for
   */
  constructor(
    private readonly part: CountedPart,
    private readonly periodMs: number,
  ) {}

  /** Whether every window stays exact with these counts added: integers `>= 0` whose sums stay below 2^53. */
  canAdd({ part, total }: { readonly part: number; readonly total: number }): boolean {
    const held = this.layers.at(-1)?.sums ?? { part: 0, total: 0 };
    return isCount(part) && isCount(total) && isCount(held.part + part) && isCount(held.total + total);
  }

  /** @param time - ms UTC. @param counts - that `canAdd` takes; the part and the total may come one after the other */
  add(time: number, counts: { readonly part: number; readonly total: number }): void {
    for (const layer of this.layers) layer.add(time, counts.part, counts.total);
  }

  /**
   * The events in [end - lengthMs, end). The left edge rounds down to the bucket width kept for windows of that length.
   *
   * @param end - ms UTC, a multiple of 10 s
   */
  window(end: number, lengthMs: number): EventCounts {
    const coarsest = layerSpecs.findIndex(({ longestMs }) => lengthMs <= longestMs);
    const width = layerSpecs[coarsest]?.widthMs ?? bucketMs;
    let from = Math.floor((end - lengthMs) / width) * width;
    let part = 0;
    let total = 0;
    for (const layer of this.layers.slice(0, coarsest + 1).reverse()) {
      const to = Math.floor(end / layer.widthMs) * layer.widthMs;
      const sums = layer.sum(from, to);
      part += sums.part;
      total += sums.total;
      from = Math.max(from, to);
    }
    const bad = this.part === 'bad' ? part : total - part;
    return { bad: Math.min(Math.max(bad, 0), total), total };
  }

  /** Forgets what no window that ends at `end` or later can reach. */
  dropBefore(end: number): void {
    this.layers.forEach((layer, i) => {
      const longest = Math.min(layerSpecs[i]?.longestMs ?? Infinity, this.periodMs);
      layer.dropBefore(end - longest - layer.widthMs);
    });
  }

  /** Names of all pages. */
  *pageNames(): Iterable<string> {
    for (const [i, layer] of this.layers.entries()) for (const number of layer.numbers) yield `${i}.${number}`;
  }

  /** The pages that changed since the last call, by `<layer>.<page>`. */
  *takeChanges(): Iterable<readonly [name: string, bytes: Uint8Array | undefined]> {
    for (const [i, layer] of this.layers.entries())
      for (const [number, bytes] of layer.takeChanges()) yield [`${i}.${number}`, bytes];
  }

  /** @throws {RangeError} when `name` is not one that `takeChanges` gave */
  restore(name: string, bytes: Uint8Array): void {
    const [layer, page] = name.split('.').map(Number);
    const target = this.layers[layer ?? -1];
    if (!target || page === undefined || !Number.isInteger(page))
      throw new RangeError(`unknown page of counts: ${name}`);
    target.restore(page, bytes);
  }
}
