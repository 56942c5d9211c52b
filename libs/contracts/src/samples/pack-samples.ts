import type { PackedSamples } from './packed-samples.js';
import { type Sample, sampleKinds } from './sample.js';

/** What a record says beside its samples. */
export interface RecordHead {
  readonly tenant: string;
  readonly service: string;
  readonly publisher: string;
  readonly sequence: number;
}

/** Samples of one HTTP request that named an idempotency key. */
export interface RequestRow {
  readonly hash: string;
  readonly first: number;
  readonly count: number;
}

/** Collects the distinct strings and series of one record. */
class SymbolTable {
  readonly symbols: string[] = [];
  readonly series: number[][] = [];
  private readonly symbolOf = new Map<string, number>();
  private readonly seriesOf = new Map<string, number>();

  add(sample: Sample): number {
    const row = this.row(sample);
    const key = row.join();
    const known = this.seriesOf.get(key);
    if (known !== undefined) return known;
    this.seriesOf.set(key, this.series.length);
    return this.series.push(row) - 1;
  }

  private row(sample: Sample): number[] {
    const temporality = 'temporality' in sample ? (sample.temporality === 'delta' ? 1 : 2) : 0;
    const row = [
      sampleKinds.indexOf(sample.kind),
      temporality,
      this.symbol(sample.name),
      this.symbol(sample.unit ?? ''),
    ];
    for (const label in sample.labels) row.push(this.symbol(label), this.symbol(sample.labels[label] ?? ''));
    return row;
  }

  private symbol(text: string): number {
    const known = this.symbolOf.get(text);
    if (known !== undefined) return known;
    this.symbolOf.set(text, this.symbols.length);
    return this.symbols.push(text) - 1;
  }
}

/**
 * Packs samples of one service into one record.
 *
 * @param samples - 1 to 500; labels of a series are expected in one order, since order makes a new row
 */
export function packSamples(
  head: RecordHead,
  samples: readonly Sample[],
  requests: readonly RequestRow[] = [],
): PackedSamples {
  const table = new SymbolTable();
  const base = samples[0]?.time ?? 0;
  const columns = { seriesOf: [] as number[], time: [] as number[], value: [] as number[] };
  const total: number[] = [];
  const age: number[] = [];
  const histograms: NonNullable<PackedSamples['histograms']> = [];
  const ids: [number, string][] = [];
  samples.forEach((sample, i) => {
    columns.seriesOf.push(table.add(sample));
    columns.time.push(sample.time - base);
    if (sample.kind === 'ratio') {
      columns.value.push(sample.good);
    } else if (sample.kind === 'value' || sample.kind === 'counter') columns.value.push(sample.value);
    else columns.value.push(histograms.push(sample.histogram as (typeof histograms)[number]) - 1);
    total.push(sample.kind === 'ratio' ? sample.total : 0);
    const began = 'start' in sample ? sample.start : undefined;
    age.push(began === undefined ? 0 : sample.time - began);
    if (sample.id !== undefined) ids.push([i, sample.id]);
  });
  return {
    ...head,
    symbols: table.symbols,
    series: table.series,
    base,
    ...columns,
    ...(total.some((count) => count > 0) && { total }),
    ...(age.some((ms) => ms > 0) && { age }),
    ...(histograms.length > 0 && { histograms }),
    ...(ids.length > 0 && { ids }),
    ...(requests.length > 0 && {
      requests: requests.map(({ hash, first, count }) => [hash, first, count] as [string, number, number]),
    }),
  };
}
