const pageBuckets = 64;
const widest = 0xffff_ffff;

type Counts = Uint32Array | Float64Array;

/** 64 neighbouring buckets. 32-bit counts, widened when one overflows; the sums make whole pages cheap to add. */
interface Page {
  part: Counts;
  total: Counts;
  partSum: number;
  totalSum: number;
}

export interface LayerSums {
  readonly part: number;
  readonly total: number;
}

const emptyPage = (): Page => ({
  part: new Uint32Array(pageBuckets),
  total: new Uint32Array(pageBuckets),
  partSum: 0,
  totalSum: 0,
});

const sumOf = (counts: Counts): number => {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
};

/** Counts by time bucket of one width, in pages; only pages that changed are written. */
export class BucketLayer {
  private readonly pages = new Map<number, Page>();
  private readonly dirty = new Set<number>();
  private readonly held = { part: 0, total: 0 };

  /** @param widthMs - of a bucket, > 0 */
  constructor(readonly widthMs: number) {}

  /** @param time - ms UTC */
  add(time: number, part: number, total: number): void {
    const bucket = Math.floor(time / this.widthMs);
    const number = Math.floor(bucket / pageBuckets);
    let page = this.pages.get(number);
    if (!page) this.pages.set(number, (page = emptyPage()));
    const slot = bucket - number * pageBuckets;
    page.part = bump(page.part, slot, part);
    page.total = bump(page.total, slot, total);
    page.partSum += part;
    page.totalSum += total;
    this.hold(part, total);
    this.dirty.add(number);
  }

  /** Sums of all buckets. */
  get sums(): LayerSums {
    return this.held;
  }

  private hold(part: number, total: number): void {
    this.held.part += part;
    this.held.total += total;
  }

  /** Sums the buckets in [from, to). @param from - ms UTC, a multiple of the width, as is `to` */
  sum(from: number, to: number): LayerSums {
    const first = Math.floor(from / this.widthMs);
    const end = Math.floor(to / this.widthMs);
    let part = 0;
    let total = 0;
    for (let number = Math.floor(first / pageBuckets); number * pageBuckets < end; number++) {
      const page = this.pages.get(number);
      if (!page) continue;
      const low = Math.max(0, first - number * pageBuckets);
      const high = Math.min(pageBuckets, end - number * pageBuckets);
      if (low === 0 && high === pageBuckets) {
        part += page.partSum;
        total += page.totalSum;
      } else
        for (let slot = low; slot < high; slot++) {
          part += page.part[slot] ?? 0;
          total += page.total[slot] ?? 0;
        }
    }
    return { part, total };
  }

  /** Forgets the pages that end at or before `time`. */
  dropBefore(time: number): void {
    for (const [number, { partSum, totalSum }] of this.pages)
      if ((number + 1) * pageBuckets * this.widthMs <= time) {
        this.pages.delete(number);
        this.hold(-partSum, -totalSum);
        this.dirty.add(number);
      }
  }

  /** Numbers of all pages. */
  get numbers(): IterableIterator<number> {
    return this.pages.keys();
  }

  /** The pages that changed since the last call, by number; `undefined` for one that is gone. */
  *takeChanges(): Iterable<readonly [number: number, bytes: Uint8Array | undefined]> {
    for (const number of this.dirty) {
      const page = this.pages.get(number);
      yield [number, page && toBytes(page)];
    }
    this.dirty.clear();
  }

  /** @param bytes - as `takeChanges` gave them */
  restore(number: number, bytes: Uint8Array): void {
    const Width = bytes.length === 2 * pageBuckets * 8 ? Float64Array : Uint32Array;
    const counts = new Width(new Uint8Array(bytes).buffer);
    const part = counts.slice(0, pageBuckets);
    const total = counts.slice(pageBuckets);
    const page = { part, total, partSum: sumOf(part), totalSum: sumOf(total) };
    this.pages.set(number, page);
    this.hold(page.partSum, page.totalSum);
  }
}

function bump(counts: Counts, slot: number, by: number): Counts {
  const next = (counts[slot] ?? 0) + by;
  const wide = counts instanceof Uint32Array && next > widest ? Float64Array.from(counts) : counts;
  wide[slot] = next;
  return wide;
}

function toBytes({ part, total }: Page): Uint8Array {
  const Width = part instanceof Float64Array || total instanceof Float64Array ? Float64Array : Uint32Array;
  const counts = new Width(2 * pageBuckets);
  counts.set(part, 0);
  counts.set(total, pageBuckets);
  return new Uint8Array(counts.buffer);
}
