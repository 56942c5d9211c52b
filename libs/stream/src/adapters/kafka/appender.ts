import type { Producer } from 'kafkajs';

import { type NewRecord, UnknownTopicError } from '../../log/log.js';
import { partitionOf } from '../../log/partition-of.js';
import type { ProcessorLogger } from '../../processor/processor-logger.js';
import { isRefusal } from './kafka-errors.js';
import { toMessage } from './kafka-records.js';
import { Parcel, type PlacedMessage } from './parcel.js';
import { ClosedError, type Renewable } from './renewable.js';

const retryMs = 200;
const allReplicas = -1;

interface Append {
  readonly records: readonly NewRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  placed: readonly PlacedMessage[] | undefined;
  /** of its records, how many the brokers have */
  sent: number;
  /** was in a send that was refused: goes by itself, to find out whose fault it was */
  isSuspect: boolean;
}

interface AppenderParts {
  readonly producer: Renewable<Producer>;
  readonly topics: { partitions(topic: string): Promise<number>; forget(): void };
  readonly logger: ProcessorLogger;
}

/**
 * Writes in the order of the calls, one send in flight for the whole process: with two, a retry could overtake. What is
 * asked meanwhile shares the next send. Tries until the brokers have it, or say that they will never take it.
 */
export class Appender {
  private readonly waiting: Append[] = [];
  private running: Promise<void> | undefined;
  private isClosed = false;

  constructor(private readonly around: AppenderParts) {}

  /** @throws {UnknownTopicError} @throws {RangeError} @throws {ClosedError} and what the brokers refuse it with */
  append(records: readonly NewRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (this.isClosed) return reject(new ClosedError());
      this.waiting.push({ records, resolve, reject, placed: undefined, sent: 0, isSuspect: false });
      this.running ??= this.run();
    });
  }

  /** What the brokers do not have by then is given up. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.around.producer.close();
    await this.running;
  }

  private async run(): Promise<void> {
    // What is asked in the same turn shares the first send.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      try {
        await this.send(await this.pack());
      } catch (error) {
        if (this.isClosed) for (const append of [...this.waiting]) this.settle(append, new ClosedError());
        else await this.recover(error);
      }
    }
    this.running = undefined;
  }

  private async pack(): Promise<Parcel<Append>> {
    const parcel = new Parcel<Append>();
    for (const append of [...this.waiting]) {
      if (append.isSuspect && parcel.counts.size > 0) break;
      const placed = await this.place(append);
      if (placed && !parcel.add(append, placed.slice(append.sent))) break;
      if (append.isSuspect && parcel.counts.size > 0) break;
    }
    return parcel;
  }

  private async send(parcel: Parcel<Append>): Promise<void> {
    const topicMessages = parcel.topicMessages();
    if (topicMessages.length === 0) return;
    try {
      await this.around.producer.use((producer) => producer.sendBatch({ topicMessages, acks: allReplicas }));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [append, ...others] = parcel.counts.keys();
      if (append && others.length === 0) this.settle(append, error);
      else for (const suspect of parcel.counts.keys()) suspect.isSuspect = true;
      return;
    }
    for (const [append, count] of parcel.counts) {
      append.sent += count;
      if (append.sent === append.records.length) this.settle(append);
    }
  }

  /** @returns nothing when the append is refused as a whole, before any of it is sent */
  private async place(append: Append): Promise<readonly PlacedMessage[] | undefined> {
    try {
      return (append.placed ??= await this.placeAll(append.records));
    } catch (error) {
      if (!(error instanceof UnknownTopicError) && !(error instanceof RangeError)) throw error;
      this.settle(append, error);
      return undefined;
    }
  }

  private async placeAll(records: readonly NewRecord[]): Promise<PlacedMessage[]> {
    const counts = new Map<string, number>();
    for (const { topic } of records)
      if (!counts.has(topic)) counts.set(topic, await this.around.topics.partitions(topic));
    return records.map((record) => {
      const { topic } = record;
      return { topic, message: toMessage(record, placeOf(record, counts.get(topic) ?? 0)) };
    });
  }

  private settle(append: Append, error?: unknown): void {
    this.waiting.splice(this.waiting.indexOf(append), 1);
    if (error === undefined) append.resolve();
    else append.reject(error);
  }

  /** Topics may have been deleted or made anew meanwhile. */
  private async recover(error: unknown): Promise<void> {
    this.around.logger.warn('records could not be written, trying again', { appends: this.waiting.length, error });
    this.around.topics.forget();
    for (const append of this.waiting) append.placed = undefined;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function placeOf(record: NewRecord, partitions: number): number {
  if (!('partition' in record)) return partitionOf(record.meetsBy, partitions);
  if (record.partition >= 0 && record.partition < partitions) return record.partition;
  throw new RangeError(`topic ${record.topic} has no partition ${record.partition}`);
}
