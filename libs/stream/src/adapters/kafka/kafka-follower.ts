import type { Cluster } from 'kafkajs';

import type { Follower, FollowOptions, PartitionRange } from '../../log/log.js';
import type { ProcessorLogger } from '../../processor/processor-logger.js';
import { fetchRecords, type FetchResult } from './fetch-records.js';
import { outOfRange } from './kafka-errors.js';
import type { Renewable } from './renewable.js';

const limits = { maxWaitMs: 100, maxBytes: 1_048_576 };
const retryMs = 200;

interface Position {
  readonly topic: string;
  readonly partition: number;
  next: number;
  /** the end that was seen at the start, until it is reached */
  end: number | undefined;
}

interface FollowerParts {
  /** of the follower alone: its fetches wait at the brokers */
  readonly cluster: Renewable<Cluster>;
  readonly ranges: (topic: string) => Promise<readonly PartitionRange[]>;
  readonly logger: ProcessorLogger;
}

/** Reads whole topics in no group, so that nobody else takes part and nothing is left behind. */
export class KafkaFollower implements Follower {
  private closed = false;
  private behind = true;
  private running: Promise<void> = Promise.resolve();
  private positions: readonly Position[] = [];

  constructor(
    private readonly options: FollowOptions,
    private readonly around: FollowerParts,
  ) {}

  /** Resolves when what comes from now on will be read. @throws {UnknownTopicError} */
  async start(): Promise<void> {
    const { topics, from } = this.options;
    const ranges = await Promise.all(
      topics.map(async (topic) => (await this.around.ranges(topic)).map((range) => ({ topic, ...range }))),
    );
    this.positions = ranges.flat().map(({ topic, partition, low, high }) => ({
      topic,
      partition,
      next: from === 'beginning' ? low : high,
      end: high,
    }));
    this.running = this.run();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.around.cluster.close();
    await this.running;
  }

  private async run(): Promise<void> {
    this.noteProgress();
    while (!this.closed) {
      try {
        await this.round();
      } catch (error) {
        if (this.closed) return;
        await this.recover(error);
      }
    }
  }

  private async round(): Promise<void> {
    const results = await this.around.cluster.use(async (cluster) => {
      await cluster.addMultipleTargetTopics([...this.options.topics]);
      return fetchRecords(cluster, this.positions, limits);
    });
    for (const [position, result] of results) await this.take(position, result);
  }

  private async take(position: Position, { next, batch }: FetchResult): Promise<void> {
    if (this.closed) return;
    if (batch) await this.options.onBatch(batch);
    position.next = next;
    this.noteProgress();
  }

  private noteProgress(): void {
    if (!this.behind) return;
    for (const position of this.positions)
      if (position.end !== undefined && position.next >= position.end) position.end = undefined;
    if (this.positions.some(({ end }) => end !== undefined)) return;
    this.behind = false;
    this.options.onCaughtUp?.();
  }

  /** Goes on from the first record that is left; otherwise the same records come again. */
  private async recover(error: unknown): Promise<void> {
    const { logger, ranges } = this.around;
    const place = outOfRange(error);
    logger.warn('topics could not be followed, trying again', { topics: this.options.topics, place, error });
    if (place) {
      const low = await ranges(place.topic).then(
        (all) => all.find(({ partition }) => partition === place.partition)?.low,
        () => undefined,
      );
      for (const position of this.positions)
        if (low !== undefined && position.topic === place.topic && position.partition === place.partition)
          position.next = low;
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
