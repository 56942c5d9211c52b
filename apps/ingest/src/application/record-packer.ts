import { cloudEventHeaders, metricSamples, packSamples } from '@roadworthy/contracts';
import type { Clock, NewRecord } from '@roadworthy/stream';

import type { Parcel } from '../domain/parcel.js';
import { OpenRecord } from './open-record.js';

/** What one request brings. */
export interface Delivery {
  readonly parcels: readonly Parcel[];
  /** W3C trace context of the request */
  readonly traceparent: string | undefined;
}

/** Packs what many requests bring into few records, and numbers them: a publisher's numbers rise in every partition. */
export class RecordPacker {
  private sequence = 0;

  constructor(
    /** names this process among all that write samples, now and later */
    private readonly publisher: string,
    private readonly clock: Clock,
  ) {}

  recordsOf(deliveries: readonly Delivery[]): NewRecord[] {
    const open = new Map<string, OpenRecord>();
    const full: OpenRecord[] = [];
    for (const { parcels, traceparent } of deliveries)
      for (const parcel of parcels) {
        const record = open.get(parcel.recordKey);
        if (record?.fits(parcel)) {
          record.add(parcel);
          continue;
        }
        if (record) full.push(record);
        open.set(parcel.recordKey, new OpenRecord(parcel, traceparent));
      }
    return [...full, ...open.values()].map((record) => this.seal(record));
  }

  private seal({ first, samples, requests, traceparent }: OpenRecord): NewRecord {
    const { publisher } = this;
    const { tenant, service, recordKey: key } = first;
    const sequence = ++this.sequence;
    const time = this.clock.now();
    const id = String(sequence);
    return {
      topic: metricSamples.topic,
      key,
      meetsBy: key,
      value: JSON.stringify(packSamples({ tenant, service, publisher, sequence }, samples, requests)),
      timestamp: time,
      headers: cloudEventHeaders({
        type: metricSamples.topic,
        source: `/ingest/${publisher}`,
        id,
        time,
        traceparent,
      }),
    };
  }
}
