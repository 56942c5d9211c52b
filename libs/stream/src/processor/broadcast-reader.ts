import type { AnyEvent } from '@roadworthy/contracts';

import type { FetchedBatch, Follower, Log, LogRecord } from '../log/log.js';
import type { BroadcastCopy } from './broadcast-copy.js';
import { jsonOfRecord } from './decoder.js';

interface Entry {
  readonly record: LogRecord;
  readonly data: unknown;
}

/** Reads the broadcast topics once for a process and feeds every partition's copy, old and new. */
export class BroadcastReader {
  private readonly latest = new Map<string, Entry>();
  private readonly copies = new Set<BroadcastCopy>();
  private readonly events: ReadonlyMap<string, AnyEvent>;
  private follower: Follower | undefined;
  private caughtUp: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: Log,
    events: readonly AnyEvent[],
    private readonly listeners: {
      readonly changed: () => void;
      readonly malformed: (record: LogRecord, error: unknown) => void;
    },
  ) {
    this.events = new Map(events.map((event) => [event.topic, event]));
  }

  async start(): Promise<void> {
    if (this.events.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.caughtUp = promise;
    this.follower = await this.log.follow({
      topics: [...this.events.keys()],
      from: 'beginning',
      onBatch: (batch) => this.take(batch),
      onCaughtUp: resolve,
    });
  }

  /** Fills a copy up to the present and keeps it so. */
  async attach(copy: BroadcastCopy): Promise<void> {
    await this.caughtUp;
    const entries = [...this.latest.values()].sort((a, b) => a.record.offset - b.record.offset);
    for (const { record, data } of entries) copy.put(record, data);
    this.copies.add(copy);
  }

  detach(copy: BroadcastCopy): void {
    this.copies.delete(copy);
  }

  async stop(): Promise<void> {
    await this.follower?.close();
  }

  private take({ topic, records }: FetchedBatch): void {
    for (const record of records) {
      try {
        const data = record.value === undefined ? undefined : this.events.get(topic)?.parse(jsonOfRecord(record));
        this.latest.set(`${topic}/${record.key}`, { record, data });
        for (const copy of this.copies) copy.put(record, data);
      } catch (error) {
        this.listeners.malformed(record, error);
      }
    }
    this.listeners.changed();
  }
}
