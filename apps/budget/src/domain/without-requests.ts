import { type PackedSamples, packSamples, unpackSamples } from '@roadworthy/contracts';

/**
 * A record without the requests that were counted before.
 *
 * @param repeated - places in the record's `requests`
 * @returns `undefined` when no sample is left
 */
export function withoutRequests(record: PackedSamples, repeated: readonly number[]): PackedSamples | undefined {
  const spans = repeated.flatMap((i) => record.requests?.slice(i, i + 1) ?? []);
  const isRepeated = (sample: number): boolean =>
    spans.some(([, first, count]) => sample >= first && sample < first + count);
  const samples = unpackSamples(record).filter((_, i) => !isRepeated(i));
  if (samples.length === 0) return undefined;
  const { tenant, service, publisher, sequence } = record;
  return packSamples({ tenant, service, publisher, sequence }, samples);
}
