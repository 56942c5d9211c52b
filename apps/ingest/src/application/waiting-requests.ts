import { maxSamplesPerRecord } from '@roadworthy/contracts';

import { maxRecordBytes, type Parcel } from '../domain/parcel.js';
import type { Delivery } from './record-packer.js';

/** A request that waits for the log. */
export interface WaitingRequest extends Delivery {
  readonly bytes: number;
  readonly count: number;
  /** ms UTC */
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Requests that are not being written yet, the oldest first. */
export class WaitingRequests {
  /** of all that wait */
  bytes = 0;
  private requests: WaitingRequest[] = [];
  /** of each service's next record */
  private readonly sizes = new Map<string, { samples: number; bytes: number }>();

  get isEmpty(): boolean {
    return this.requests.length === 0;
  }

  get oldest(): WaitingRequest | undefined {
    return this.requests[0];
  }

  /** @returns whether a record is full, so that waiting for more brings nothing */
  add(request: WaitingRequest): boolean {
    this.requests.push(request);
    this.bytes += request.bytes;
    let isFull = false;
    for (const parcel of request.parcels) if (this.grow(parcel)) isFull = true;
    return isFull;
  }

  private grow({ recordKey, samples, bytes }: Parcel): boolean {
    let size = this.sizes.get(recordKey);
    if (!size) this.sizes.set(recordKey, (size = { samples: 0, bytes: 0 }));
    size.samples += samples.length;
    size.bytes += bytes;
    return size.samples >= maxSamplesPerRecord || size.bytes >= maxRecordBytes;
  }

  /** The oldest, as many as `maxBytes` hold, and at least one. */
  take(maxBytes: number): WaitingRequest[] {
    let bytes = 0;
    const beyond = this.requests.findIndex((request, i) => {
      bytes += request.bytes;
      return i > 0 && bytes > maxBytes;
    });
    this.sizes.clear();
    return this.remove(beyond);
  }

  /** Those whose time is up. @param now - ms UTC */
  takeLate(now: number): WaitingRequest[] {
    return this.remove(this.requests.findIndex(({ deadline }) => deadline > now));
  }

  /** @param kept - where those begin that stay; negative: nowhere */
  private remove(kept: number): WaitingRequest[] {
    const removed = this.requests.splice(0, kept < 0 ? this.requests.length : kept);
    for (const { bytes } of removed) this.bytes -= bytes;
    return removed;
  }
}
