import { maxSamplesPerRecord, type RequestRow, type Sample } from '@roadworthy/contracts';

import { maxRecordBytes, type Parcel } from '../domain/parcel.js';
import { hash64 } from './hash64.js';

/** A record that is being filled. */
export class OpenRecord {
  readonly samples: Sample[] = [];
  readonly requests: RequestRow[] = [];
  private bytes = 0;

  constructor(
    readonly first: Parcel,
    readonly traceparent: string | undefined,
  ) {
    this.add(first);
  }

  fits({ samples, bytes }: Parcel): boolean {
    return this.samples.length + samples.length <= maxSamplesPerRecord && this.bytes + bytes <= maxRecordBytes;
  }

  add({ tenant, samples, bytes, key }: Parcel): void {
    if (key !== undefined)
      this.requests.push({ hash: hash64(`${tenant}\u0000${key}`), first: this.samples.length, count: samples.length });
    for (const sample of samples) this.samples.push(sample);
    this.bytes += bytes;
  }
}
