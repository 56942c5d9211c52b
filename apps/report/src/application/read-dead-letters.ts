import type { DeadLetter } from '@roadworthy/contracts';
import { jsonOfRecord, type Log, type LogRecord, type PartitionRange } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';

import {
  deadLetterEvent,
  deadLetterId,
  type DeadLetterPlace,
  type DeadLetterService,
} from '../domain/dead-letter-id.js';

const pageRecords = 500;

/** A dead letter and where it stands. */
export interface PlacedDeadLetter {
  readonly id: string;
  readonly place: DeadLetterPlace;
  readonly letter: DeadLetter;
}

/** Dead letters, straight from their topics. */
export class ReadDeadLetters {
  constructor(
    private readonly log: Log,
    private readonly logger: Logger,
  ) {}

  /** The newest ones of a service, in the order in which they failed. @param limit - `>= 1` */
  async newest(service: DeadLetterService, limit: number): Promise<PlacedDeadLetter[]> {
    const ranges = await this.ranges(service);
    const found: PlacedDeadLetter[] = [];
    for (const { partition, low, high } of ranges)
      for await (const page of this.pages(service, { partition, low: Math.max(low, high - limit), high }))
        found.push(...page);
    return found.sort((a, b) => Date.parse(a.letter.failedAt) - Date.parse(b.letter.failedAt)).slice(-limit);
  }

  async find(place: DeadLetterPlace): Promise<PlacedDeadLetter | undefined> {
    const { service, partition, offset } = place;
    const range = (await this.ranges(service)).find((candidate) => candidate.partition === partition);
    if (!range || offset < range.low || offset >= range.high) return undefined;
    const topic = deadLetterEvent(service).topic;
    const [record] = await this.log.read({ topic, partition, offset, limit: 1 });
    return record?.offset === offset ? this.placed(service, record)[0] : undefined;
  }

  /** All that are kept now, page by page, in order within a partition; those that fail meanwhile are left out. */
  async *all(service: DeadLetterService): AsyncIterable<readonly PlacedDeadLetter[]> {
    for (const range of await this.ranges(service)) yield* this.pages(service, range);
  }

  private ranges(service: DeadLetterService): Promise<readonly PartitionRange[]> {
    return this.log.ranges(deadLetterEvent(service).topic);
  }

  private async *pages(
    service: DeadLetterService,
    { partition, low, high }: PartitionRange,
  ): AsyncIterable<readonly PlacedDeadLetter[]> {
    const { topic } = deadLetterEvent(service);
    for (let offset = low; offset < high;) {
      const records = await this.log.read({ topic, partition, offset, limit: Math.min(pageRecords, high - offset) });
      const last = records.at(-1);
      if (!last) return;
      yield records.filter((record) => record.offset < high).flatMap((record) => this.placed(service, record));
      offset = last.offset + 1;
    }
  }

  /** Empty for a record that is no dead letter. */
  private placed(service: DeadLetterService, record: LogRecord): PlacedDeadLetter[] {
    const { topic, partition, offset } = record;
    const place = { service, partition, offset };
    try {
      return [{ id: deadLetterId(place), place, letter: deadLetterEvent(service).parse(jsonOfRecord(record)) }];
    } catch (error) {
      this.logger.error('dead letter is malformed, skipped', { topic, partition, offset, error });
      return [];
    }
  }
}
