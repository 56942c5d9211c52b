/** The five shapes of a sample. The kind belongs to the series: one series never mixes two. */
export const sampleKinds = ['value', 'ratio', 'counter', 'histogram', 'exponentialHistogram'] as const;
export type SampleKind = (typeof sampleKinds)[number];

/** `cumulative` counts since `start`; `delta` counts since the series' previous point. */
export type Temporality = 'delta' | 'cumulative';

/** Counts by bucket: `counts[i]` lies in `(bounds[i-1], bounds[i]]`; one more count than bounds. */
export interface ExplicitHistogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum?: number | undefined;
}

/** OpenTelemetry's exponential histogram: bucket `offset + i` lies in `(base^k, base^(k+1)]`, `base = 2^(2^-scale)`. */
export interface ExponentialHistogram {
  readonly scale: number;
  readonly zeroCount: number;
  readonly positive: { readonly offset: number; readonly counts: readonly number[] };
  readonly negative: { readonly offset: number; readonly counts: readonly number[] };
  readonly sum?: number | undefined;
}

interface SampleOf<K extends SampleKind> {
  readonly kind: K;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string | undefined;
  /** event time, integer ms UTC */
  readonly time: number;
  /** the publisher's own identity of this sample, where it gives one */
  readonly id?: string | undefined;
}

interface Cumulable {
  readonly temporality: Temporality;
  /** when counting began, integer ms UTC; a later start is a reset */
  readonly start?: number | undefined;
}

/** One measurement of one series, as every door hands it on after validation. */
export type Sample =
  | (SampleOf<'value'> & { readonly value: number })
  | (SampleOf<'ratio'> & { readonly good: number; readonly total: number })
  | (SampleOf<'counter'> & Cumulable & { readonly value: number })
  | (SampleOf<'histogram'> & Cumulable & { readonly histogram: ExplicitHistogram })
  | (SampleOf<'exponentialHistogram'> & Cumulable & { readonly histogram: ExponentialHistogram });
