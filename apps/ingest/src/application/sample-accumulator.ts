import type { Clock, Log, ProcessorLogger } from '@roadworthy/stream';

import type { Parcel } from '../domain/parcel.js';
import { RecordPacker } from './record-packer.js';
import { type WaitingRequest, WaitingRequests } from './waiting-requests.js';

export interface AccumulatorOptions {
  readonly log: Pick<Log, 'append'>;
  readonly clock: Clock;
  readonly logger: Pick<ProcessorLogger, 'error' | 'info'>;
  /** names this process among all that write samples, now and later */
  readonly publisher: string;
  /** how long samples wait for company, ms */
  readonly lingerMs: number;
  /** of waiting samples, so many that company brings nothing more */
  readonly enoughBytes: number;
  /** of samples that wait or are being written */
  readonly maxBytes: number;
  /** of samples in one append; a single request may exceed it */
  readonly maxAppendBytes: number;
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

/**
 * Gathers the samples of many requests into few records, and writes them one append after the other, so that a
 * partition gets a publisher's records in order. Bounded: what does not fit is refused at once.
 */
export class SampleAccumulator {
  /** at most, of what waits or is being written */
  bytes = 0;
  /** that wait or are being written */
  samples = 0;
  private readonly waiting = new WaitingRequests();
  private inFlight: readonly WaitingRequest[] = [];
  private readonly packer: RecordPacker;
  private isDue = false;
  private isRefused = false;
  /** what is being written waits longer than a caller would: nobody else need try */
  private isStuck = false;
  private writing: Promise<void> | undefined;
  private cancelLinger: (() => void) | undefined;
  private cancelSweep: (() => void) | undefined;

  constructor(private readonly options: AccumulatorOptions) {
    this.packer = new RecordPacker(options.publisher, options.clock);
  }

  /** Resolves when the log has everything. @throws {OverloadedError} @throws {LogUnavailableError} */
  add(parcels: readonly Parcel[], traceparent?: string): Promise<void> {
    if (parcels.length === 0) return Promise.resolve();
    const bytes = parcels.reduce((sum, parcel) => sum + parcel.bytes, 0);
    const { maxBytes, patienceMs, lingerMs, enoughBytes, clock } = this.options;
    if (this.isStuck) return Promise.reject(this.late());
    if (this.bytes > 0 && this.bytes + bytes > maxBytes)
      return Promise.reject(new OverloadedError(`more than ${maxBytes} bytes of samples wait for the log`));
    const count = parcels.reduce((sum, { samples }) => sum + samples.length, 0);
    const now = clock.now();
    const deadline = now + patienceMs;
    this.bytes += bytes;
    this.samples += count;
    this.cancelSweep ??= clock.at(deadline, () => this.sweep());
    return new Promise((resolve, reject) => {
      const isFull = this.waiting.add({ parcels, traceparent, bytes, count, deadline, resolve, reject });
      if (isFull || this.waiting.bytes >= enoughBytes) this.write();
      else this.cancelLinger ??= clock.at(now + lingerMs, () => this.write());
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

  private write(): void {
    this.cancelLinger?.();
    this.cancelLinger = undefined;
    this.isDue = this.writing !== undefined;
    if (this.isDue || this.waiting.isEmpty) return;
    this.inFlight = this.waiting.take(this.options.maxAppendBytes);
    this.isDue = !this.waiting.isEmpty;
    this.writing = this.append(this.inFlight).finally(() => {
      this.writing = undefined;
      this.inFlight = [];
      if (this.isDue) this.write();
    });
  }

  private async append(batch: readonly WaitingRequest[]): Promise<void> {
    const { log } = this.options;
    try {
      await log.append(this.packer.recordsOf(batch));
      for (const { resolve } of batch) resolve();
      this.note(undefined);
    } catch (error) {
      this.note(error);
      for (const { reject } of batch) reject(new LogUnavailableError('the log refused the samples', { cause: error }));
    } finally {
      this.isStuck = false;
      this.release(batch);
    }
  }

  /** Says once that the log refuses, and once that it takes samples again. */
  private note(error: unknown): void {
    const { logger } = this.options;
    const isRefusing = error !== undefined;
    if (isRefusing && !this.isRefused) logger.error('the log refuses samples', { error });
    if (!isRefusing && this.isRefused) logger.info('the log takes samples again');
    this.isRefused = isRefusing;
  }

  /** Lets those go who have waited too long; what is not being written yet never will be. */
  private sweep(): void {
    const { clock } = this.options;
    const now = clock.now();
    const late = this.waiting.takeLate(now);
    this.isStuck = this.inFlight.some(({ deadline }) => deadline <= now);
    for (const { deadline, reject } of [...this.inFlight, ...late]) if (deadline <= now) reject(this.late());
    const next = this.inFlight.find(({ deadline }) => deadline > now) ?? this.waiting.oldest;
    this.cancelSweep = next && clock.at(next.deadline, () => this.sweep());
    this.release(late);
  }

  private late(): LogUnavailableError {
    return new LogUnavailableError(`the log did not take samples within ${this.options.patienceMs / 1000} s`);
  }

  private release(batch: readonly WaitingRequest[]): void {
    for (const { bytes, count } of batch) {
      this.bytes -= bytes;
      this.samples -= count;
    }
    if (this.samples > 0) return;
    this.cancelSweep?.();
    this.cancelSweep = undefined;
  }
}
