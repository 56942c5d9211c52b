import type { Follower, Log, LogRecord, PartitionRange } from '@roadworthy/stream';

export interface TopicRanges {
  readonly topic: string;
  readonly partitions: readonly PartitionRange[];
}

/** The platform has no others; a broker may. */
const prefix = 'rw.';

/** The platform's topics, as the log has them. */
export class Topics {
  constructor(private readonly log: Log) {}

  /** In order of their names. */
  async list(): Promise<TopicRanges[]> {
    const names = (await this.log.topics()).filter((topic) => topic.startsWith(prefix)).sort();
    return Promise.all(names.map(async (topic) => ({ topic, partitions: await this.log.ranges(topic) })));
  }

  async has(topic: string): Promise<boolean> {
    return topic.startsWith(prefix) && (await this.log.topics()).includes(topic);
  }

  /** @param onRecord - awaited before the next record of the partition */
  async tail(
    { topic, from }: { readonly topic: string; readonly from: 'beginning' | 'end' },
    onRecord: (record: LogRecord) => Promise<void>,
  ): Promise<Follower> {
    return this.log.follow({
      topics: [topic],
      from,
      onBatch: async ({ records }) => {
        for (const record of records) await onRecord(record);
      },
    });
  }
}
