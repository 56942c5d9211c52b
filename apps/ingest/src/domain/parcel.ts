import { maxSamplesPerRecord, type Sample } from '@roadworthy/contracts';

import type { ServiceSamples } from './service-samples.js';

/** Samples of one service of one request that travel in one record, whatever else that record holds. */
export interface Parcel {
  readonly tenant: string;
  readonly service: string;
  readonly samples: readonly Sample[];
  /** estimated size in the record */
  readonly bytes: number;
  /** names the parcel among those of the tenant, where the request named itself */
  readonly key: string | undefined;
}

export interface Sender {
  readonly tenant: string;
  /** the request's own name, equal for a repetition */
  readonly key?: string | undefined;
}

export const maxRecordBytes = 262_144;

/**
 * Cuts a request into parcels that fit a record. The cuts depend on the request alone, so that a repetition is cut alike
 * and each of its parcels is recognised.
 */
export function parcelsOf(samples: ServiceSamples, { tenant, key }: Sender): Parcel[] {
  return [...samples].flatMap(([service, all]) =>
    cut(all).map(({ samples: part, bytes }, i) => ({
      tenant,
      service,
      samples: part,
      bytes,
      key: key === undefined ? undefined : `${key}\u0000${service}\u0000${i}`,
    })),
  );
}

function cut(samples: readonly Sample[]): { samples: Sample[]; bytes: number }[] {
  const parts: { samples: Sample[]; bytes: number }[] = [];
  let part: { samples: Sample[]; bytes: number } | undefined;
  for (const sample of samples) {
    const bytes = estimatedBytes(sample);
    if (!part || part.samples.length >= maxSamplesPerRecord || part.bytes + bytes > maxRecordBytes)
      parts.push((part = { samples: [], bytes: 0 }));
    part.samples.push(sample);
    part.bytes += bytes;
  }
  return parts;
}

const numberBytes = 8;
const columnsBytes = 34;

/** What a sample takes in a record when its series stands there for the first time. */
function estimatedBytes(sample: Sample): number {
  const { name, unit = '', labels, id = '' } = sample;
  let bytes = columnsBytes + name.length + unit.length + id.length;
  for (const label in labels) bytes += label.length + (labels[label]?.length ?? 0) + numberBytes;
  if (!('histogram' in sample)) return bytes;
  const { histogram } = sample;
  const numbers =
    'bounds' in histogram
      ? 2 * histogram.counts.length
      : histogram.positive.counts.length + histogram.negative.counts.length + 5;
  return bytes + numbers * numberBytes;
}
