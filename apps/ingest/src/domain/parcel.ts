import { maxSamplesPerRecord, type Sample } from '@roadworthy/contracts';

import { sampleBytes } from './sample-bytes.js';
import type { ServiceSamples } from './service-samples.js';

/** Samples of one service of one request that travel in one record, whatever else that record holds. */
export interface Parcel {
  readonly tenant: string;
  readonly service: string;
  /** of its record in the topic: `tenant/service` */
  readonly recordKey: string;
  readonly samples: readonly Sample[];
  /** at most this much of the record */
  readonly bytes: number;
  /** names the parcel among those of the tenant, where the request named itself */
  readonly key: string | undefined;
}

export interface Sender {
  readonly tenant: string;
  /** the request's own name, equal for a repetition */
  readonly key?: string | undefined;
}

/** Of the samples of one record: 256 KiB less its head. */
export const maxRecordBytes = 261_000;

/** `["<hash>",<first>,<count>]` */
const requestRowBytes = 32;

/**
 * Cuts a request into parcels that fit a record. The cuts depend on the request alone, so that a repetition is cut alike
 * and each of its parcels is recognised.
 */
export function parcelsOf(samples: ServiceSamples, { tenant, key }: Sender): Parcel[] {
  const parcels: Parcel[] = [];
  for (const [service, all] of samples) {
    const recordKey = `${tenant}/${service}`;
    for (const [i, part] of cut(all).entries())
      parcels.push({
        tenant,
        service,
        recordKey,
        samples: part.samples,
        bytes: part.bytes + requestRowBytes,
        key: key === undefined ? undefined : `${key}\u0000${service}\u0000${i}`,
      });
  }
  return parcels;
}

function cut(samples: readonly Sample[]): { samples: Sample[]; bytes: number }[] {
  const parts: { samples: Sample[]; bytes: number }[] = [];
  let part: { samples: Sample[]; bytes: number } | undefined;
  for (const sample of samples) {
    const bytes = sampleBytes(sample);
    if (!part || part.samples.length >= maxSamplesPerRecord || part.bytes + bytes > maxRecordBytes)
      parts.push((part = { samples: [], bytes: 0 }));
    part.samples.push(sample);
    part.bytes += bytes;
  }
  return parts;
}
