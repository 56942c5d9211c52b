import { budgetAlerts, budgetStatus, ingestAlerts } from '@roadworthy/contracts';
import { type FetchedBatch, type Follower, jsonOfRecord, type Log, type LogRecord } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';

import type { LiveFeed } from '../../application/live-feed.js';

const topics = [budgetStatus.topic, ingestAlerts.topic, budgetAlerts.topic];

/** Feeds what the topics say into the live feed, from their beginning. */
export class FollowedEvents {
  private follower: Follower | undefined;

  constructor(
    private readonly log: Log,
    private readonly feed: LiveFeed,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    this.follower = await this.log.follow({
      topics,
      from: 'beginning',
      onBatch: (batch) => this.take(batch),
      onCaughtUp: () => (this.feed.isCaughtUp = true),
    });
  }

  async stop(): Promise<void> {
    await this.follower?.close();
    this.feed.stop();
  }

  private take({ records }: FetchedBatch): void {
    for (const record of records)
      try {
        this.put(record);
      } catch (error) {
        const { topic, partition, offset } = record;
        this.logger.error('record is malformed, skipped', { topic, partition, offset, error });
      }
  }

  /** @throws when the record is not what its contract says */
  private put(record: LogRecord): void {
    const value = jsonOfRecord(record);
    if (record.topic === budgetStatus.topic) this.feed.putStatus(budgetStatus.parse(value));
    else this.feed.putAlert(budgetAlerts.parse(value));
  }
}
