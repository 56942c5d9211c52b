import { createHash } from 'node:crypto';

import { maxSamplesPerRecord, type RequestRow, type Sample } from '@roadworthy/contracts';

import { maxRecordBytes, type Parcel } from '../domain/parcel.js';

/** A record that is being filled. */
export class OpenRecord {
  readonly samples: Sample[] = [];
  readonly requests: RequestRow[] = [];
  private bytes = 0;

  constructor(
    readonly key: string,
    readonly first: Parcel,
    readonly traceparent: string | undefined,
  ) {
    this.add(first);
  }

  fits({ samples, bytes }: Parcel): boolean {
    return this.samples.length + samples.length <= maxSamplesPerRecord && this.bytes + bytes <= maxRecordBytes;
  }

  add({ samples, bytes, key }: Parcel): void {
    if (key !== undefined) this.requests.push({ hash: hash64(key), first: this.samples.length, count: samples.length });
    for (const sample of samples) this.samples.push(sample);
    this.bytes += bytes;
  }
}

/** 64 bits, as 16 hexadecimal digits. */
const hash64 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
