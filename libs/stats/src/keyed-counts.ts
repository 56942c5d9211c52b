import type { SketchCounts } from './sketch-data.js';

/** How many neighbouring keys are told apart. */
const span = 2_048;

/** Counts by integer key. Keys more than 2,047 below the greatest count as the one that is: so order does not matter. */
export class KeyedCounts {
  private readonly counts = new Map<number, number>();
  private greatest = -Infinity;

  add(key: number, count: number): void {
    if (key > this.greatest) this.raise(key);
    const kept = Math.max(key, this.least);
    this.counts.set(kept, (this.counts.get(kept) ?? 0) + count);
  }

  merge(other: KeyedCounts): void {
    for (const [key, count] of [...other.counts]) this.add(key, count);
  }

  addAll({ keys, counts }: SketchCounts): void {
    keys.forEach((key, i) => this.add(key, counts[i] ?? 0));
  }

  /** Keys and their counts, the smallest key first. */
  rising(): (readonly [key: number, count: number])[] {
    return [...this.counts].sort(([a], [b]) => a - b);
  }

  data(): SketchCounts {
    const entries = this.rising();
    return { keys: entries.map(([key]) => key), counts: entries.map(([, count]) => count) };
  }

  private get least(): number {
    return this.greatest - span + 1;
  }

  private raise(greatest: number): void {
    const before = this.least;
    this.greatest = greatest;
    if (this.counts.size === 0 || this.least <= before) return;
    let folded = 0;
    for (const [key, count] of this.counts) {
      if (key >= this.least) continue;
      folded += count;
      this.counts.delete(key);
    }
    if (folded > 0) this.counts.set(this.least, (this.counts.get(this.least) ?? 0) + folded);
  }
}
