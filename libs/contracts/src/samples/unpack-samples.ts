import type { PackedSamples } from './packed-samples.js';
import { type ExplicitHistogram, type ExponentialHistogram, type Sample, sampleKinds } from './sample.js';

/** One row of a record's series table, with its strings. */
export interface SeriesRow {
  readonly kind: (typeof sampleKinds)[number];
  readonly temporality: 'delta' | 'cumulative' | undefined;
  readonly name: string;
  readonly unit: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

const temporalities = [undefined, 'delta', 'cumulative'] as const;

/** @throws {RangeError} when the row points outside the symbol table or names an unknown kind */
export function seriesRow({ series, symbols }: PackedSamples, index: number): SeriesRow {
  const row = series[index];
  const kind = sampleKinds[row?.[0] ?? -1];
  if (!row || !kind) throw new RangeError(`series ${index} has an unknown kind, got ${row?.[0]}`);
  const text = (symbol: number | undefined): string => {
    const found = symbols[symbol ?? -1];
    if (found === undefined) throw new RangeError(`series ${index} points at symbol ${symbol} of ${symbols.length}`);
    return found;
  };
  const labels: Record<string, string> = Object.create(null);
  for (let i = 4; i < row.length; i += 2) labels[text(row[i])] = text(row[i + 1]);
  return { kind, temporality: temporalities[row[1] ?? 0], name: text(row[2]), unit: text(row[3]) || undefined, labels };
}

/** Back to samples, in the record's order. For reading and tests; the counting loops walk the columns. */
export function unpackSamples(record: PackedSamples): Sample[] {
  const rows = record.series.map((_, i) => seriesRow(record, i));
  const ids = new Map(record.ids);
  return record.seriesOf.map((series, i) => sampleAt(record, rows[series], { i, id: ids.get(i) }));
}

function sampleAt(
  record: PackedSamples,
  row: SeriesRow | undefined,
  { i, id }: { i: number; id: string | undefined },
): Sample {
  if (!row) throw new RangeError(`sample ${i} points at a series that the record does not hold`);
  const { kind, temporality = 'delta', ...series } = row;
  const value = record.value[i] ?? 0;
  const time = record.base + (record.time[i] ?? 0);
  const head = { ...series, time, ...(id !== undefined && { id }) };
  const age = record.age?.[i] ?? 0;
  const start = age > 0 ? { start: time - age } : {};
  switch (kind) {
    case 'value':
      return { ...head, kind, value };
    case 'ratio':
      return { ...head, kind, good: value, total: record.total?.[i] ?? 0 };
    case 'counter':
      return { ...head, kind, temporality, ...start, value };
    case 'histogram':
      return { ...head, kind, temporality, ...start, histogram: record.histograms?.[value] as ExplicitHistogram };
    case 'exponentialHistogram':
      return { ...head, kind, temporality, ...start, histogram: record.histograms?.[value] as ExponentialHistogram };
  }
}
