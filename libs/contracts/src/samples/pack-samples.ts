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
  /** rows of `series` that share a hash: comparing numbers costs less than a text per sample */
  private readonly rowsOf = new Map<number, number[]>();
  private readonly row: number[] = [];

  add(sample: Sample): number {
    this.fill(sample);
    const hash = this.row.reduce((sum, symbol) => (Math.imul(sum, 31) + symbol) | 0, 0);
    const rows = this.rowsOf.get(hash) ?? [];
    const known = rows.find((row) => equal(this.series[row] ?? [], this.row));
    if (known !== undefined) return known;
    const added = this.series.push([...this.row]) - 1;
    this.rowsOf.set(hash, [...rows, added]);
    return added;
  }

  private fill(sample: Sample): void {
    const { row } = this;
    const temporality = 'temporality' in sample ? (sample.temporality === 'delta' ? 1 : 2) : 0;
    row.length = 0;
    row.push(sampleKinds.indexOf(sample.kind), temporality, this.symbol(sample.name), this.symbol(sample.unit ?? ''));
    for (const label in sample.labels) row.push(this.symbol(label), this.symbol(sample.labels[label] ?? ''));
  }

  private symbol(text: string): number {
    const known = this.symbolOf.get(text);
    if (known !== undefined) return known;
    this.symbolOf.set(text, this.symbols.length);
    return this.symbols.push(text) - 1;
  }
}

const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((symbol, i) => symbol === b[i]);

type Histograms = NonNullable<PackedSamples['histograms']>;

/** Of a histogram its row in `histograms`, which is added. */
function valueOf(sample: Sample, histograms: Histograms): number {
  if (sample.kind === 'ratio') return sample.good;
  if (sample.kind === 'value' || sample.kind === 'counter') return sample.value;
  return histograms.push(sample.histogram as Histograms[number]) - 1;
}

/** How long before its time it began, ms. */
function ageOf(sample: Sample): number {
  const began = 'start' in sample ? sample.start : undefined;
  return began === undefined ? 0 : sample.time - began;
}

const packedRequest = ({ hash, first, count }: RequestRow): [string, number, number] => [hash, first, count];

type Columns = Omit<PackedSamples, keyof RecordHead | 'symbols' | 'series' | 'base' | 'requests'>;

/** What differs from sample to sample; a column that says nothing is left out. @param base - ms UTC, of the times */
function columnsOf(samples: readonly Sample[], table: SymbolTable, base: number): Columns {
  const columns = { seriesOf: [] as number[], time: [] as number[], value: [] as number[] };
  const total: number[] = [];
  const age: number[] = [];
  const histograms: Histograms = [];
  const ids: [number, string][] = [];
  samples.forEach((sample, i) => {
    columns.seriesOf.push(table.add(sample));
    columns.time.push(sample.time - base);
    columns.value.push(valueOf(sample, histograms));
    total.push(sample.kind === 'ratio' ? sample.total : 0);
    age.push(ageOf(sample));
    if (sample.id !== undefined) ids.push([i, sample.id]);
  });
  return {
    ...columns,
    ...(total.some((count) => count > 0) && { total }),
    ...(age.some((ms) => ms > 0) && { age }),
    ...(histograms.length > 0 && { histograms }),
    ...(ids.length > 0 && { ids }),
  };
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
  const columns = columnsOf(samples, table, base);
  return {
    ...head,
    symbols: table.symbols,
    series: table.series,
    base,
    ...columns,
    ...(requests.length > 0 && { requests: requests.map(packedRequest) }),
  };
}
