import { cloudEventHeaders, maxSamplesPerRecord, metricSamples, packSamples } from '@roadworthy/contracts';
import type { Clock, Log, NewRecord } from '@roadworthy/stream';

import { maxRecordBytes, type Parcel } from '../domain/parcel.js';
import { OpenRecord } from './open-record.js';

export interface AccumulatorOptions {
  readonly log: Pick<Log, 'append'>;
  readonly clock: Clock;
  /** names this process among all that write samples, now and later */
  readonly publisher: string;
  /** how long samples wait for company, ms */
  readonly lingerMs: number;
  /** of samples that wait or are being written */
  readonly maxBytes: number;
  /** how long a caller waits for the log, ms */
  readonly patienceMs: number;
}

/** Too much waits for the log already: nothing of the request was taken. */
export class OverloadedError extends Error {
  readonly code = 'overloaded';
}

/** The log did not take it in time, or refused it: it may or may not arrive. */
export class LogUnavailableError extends Error {
  readonly code = 'log-unavailable';
}

interface Waiting {
  readonly parcels: readonly Parcel[];
  readonly traceparent: string | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Gathers the samples of many requests into few records, and writes them one append after the other, so that a
 * partition gets a publisher's records in order. Bounded: what does not fit is refused at once.
 */
export class SampleAccumulator {
  /** estimated, of what waits or is being written */
  bytes = 0;
  private waiting: Waiting[] = [];
  private readonly sizes = new Map<string, { samples: number; bytes: number }>();
  private sequence = 0;
  private cancel: (() => void) | undefined;
  private isDue = false;
  private writing: Promise<void> | undefined;

  constructor(private readonly options: AccumulatorOptions) {}

  /** Resolves when the log has everything. @throws {OverloadedError} @throws {LogUnavailableError} */
  add(parcels: readonly Parcel[], traceparent?: string): Promise<void> {
    if (parcels.length === 0) return Promise.resolve();
    const bytes = parcels.reduce((sum, parcel) => sum + parcel.bytes, 0);
    const { maxBytes } = this.options;
    if (this.bytes > 0 && this.bytes + bytes > maxBytes)
      return Promise.reject(new OverloadedError(`more than ${maxBytes} bytes of samples wait for the log`));
    this.bytes += bytes;
    return new Promise((resolve, reject) => {
      this.waiting.push({ parcels, traceparent, resolve, reject });
      this.schedule(parcels);
    });
  }

  /** Writes what waits, and waits for it. */
  async drain(): Promise<void> {
    this.write();
    while (this.writing) {
      await this.writing;
      this.write();
    }
  }

  private schedule(parcels: readonly Parcel[]): void {
    const isFull = parcels.some((parcel) => this.grow(parcel));
    if (isFull) this.write();
    else this.cancel ??= this.options.clock.at(this.options.clock.now() + this.options.lingerMs, () => this.write());
  }

  /** @returns whether the service's next record is full */
  private grow({ tenant, service, samples, bytes }: Parcel): boolean {
    const key = `${tenant}/${service}`;
    const size = this.sizes.get(key) ?? { samples: 0, bytes: 0 };
    size.samples += samples.length;
    size.bytes += bytes;
    this.sizes.set(key, size);
    return size.samples >= maxSamplesPerRecord || size.bytes >= maxRecordBytes;
  }

  private write(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.isDue = this.writing !== undefined;
    if (this.isDue || this.waiting.length === 0) return;
    const batch = this.waiting;
    this.waiting = [];
    this.sizes.clear();
    this.writing = this.append(batch).finally(() => {
      this.writing = undefined;
      if (this.isDue) this.write();
    });
  }

  private async append(batch: readonly Waiting[]): Promise<void> {
    const { log, clock, patienceMs } = this.options;
    const refuse = (message: string, cause?: unknown): void => {
      for (const { reject } of batch) reject(new LogUnavailableError(message, { cause }));
    };
    const stopWaiting = clock.at(clock.now() + patienceMs, () =>
      refuse(`the log did not take the samples within ${patienceMs / 1000} s`),
    );
    try {
      await log.append(this.recordsOf(batch));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      refuse('the log refused the samples', error);
    } finally {
      stopWaiting();
      for (const { parcels } of batch) for (const { bytes } of parcels) this.bytes -= bytes;
    }
  }

  private recordsOf(batch: readonly Waiting[]): NewRecord[] {
    const open = new Map<string, OpenRecord>();
    const full: OpenRecord[] = [];
    for (const { parcels, traceparent } of batch)
      for (const parcel of parcels) {
        const key = `${parcel.tenant}/${parcel.service}`;
        const record = open.get(key);
        if (record?.fits(parcel)) record.add(parcel);
        else {
          if (record) full.push(record);
          open.set(key, new OpenRecord(key, parcel, traceparent));
        }
      }
    return [...full, ...open.values()].map((record) => this.seal(record));
  }

  private seal({ key, first, samples, requests, traceparent }: OpenRecord): NewRecord {
    const { publisher, clock } = this.options;
    const sequence = ++this.sequence;
    const { tenant, service } = first;
    const now = clock.now();
    return {
      topic: metricSamples.topic,
      key,
      meetsBy: key,
      value: JSON.stringify(packSamples({ tenant, service, publisher, sequence }, samples, requests)),
      timestamp: now,
      headers: cloudEventHeaders({
        type: metricSamples.topic,
        source: `/ingest/${publisher}`,
        id: String(sequence),
        time: now,
        traceparent,
      }),
    };
  }
}
