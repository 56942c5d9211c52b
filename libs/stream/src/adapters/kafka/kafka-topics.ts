import type { TopicSpec } from '@roadworthy/contracts';
import type { Cluster, Kafka, TopicOffsets } from 'kafkajs';

import { type PartitionRange, UnknownTopicError } from '../../log/log.js';
import { isRefusal, isUnknownTopic } from './kafka-errors.js';
import { ClosedError, type Renewable } from './renewable.js';
import { topicConfig } from './topic-config.js';

const patienceMs = 30_000;
const retryMs = 200;
const internal = '__';

/** What the brokers know of topics: which there are, how many partitions they have and what these hold. */
export class KafkaTopics {
  private readonly counts = new Map<string, number>();

  constructor(private readonly cluster: Renewable<Cluster>) {}

  /** Topics that are not the brokers' own. */
  async names(): Promise<readonly string[]> {
    const metadata = await this.ask((cluster) => cluster.metadata());
    return metadata.topicMetadata.map(({ topic }) => topic).filter((topic) => !topic.startsWith(internal));
  }

  /** @throws {UnknownTopicError} */
  async partitions(topic: string): Promise<number> {
    const known = this.counts.get(topic);
    if (known !== undefined) return known;
    const count = await this.askAbout(topic, async (cluster) => {
      await cluster.refreshMetadata();
      return cluster.findTopicPartitionMetadata(topic).length;
    });
    this.counts.set(topic, count);
    return count;
  }

  /** Asks again next time: topics may have been deleted, or made anew. */
  forget(): void {
    this.counts.clear();
  }

  /** As far as readers see: records of transactions that are not decided yet are above. @throws {UnknownTopicError} */
  ranges(topic: string): Promise<readonly PartitionRange[]> {
    return this.askAbout(topic, async (cluster) => {
      const partitions = cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId }));
      const [lows, highs] = await Promise.all(
        [true, false].map(async (fromBeginning) =>
          offsetsOf(await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }])),
        ),
      );
      return partitions
        .map(({ partition }) => ({ partition, low: lows?.get(partition) ?? 0, high: highs?.get(partition) ?? 0 }))
        .sort((a, b) => a.partition - b.partition);
    });
  }

  /** Creates what is missing, and waits until it can be used. */
  async create(kafka: Kafka, specs: readonly TopicSpec[], replication: number): Promise<void> {
    const there = new Set(await this.names());
    const missing = specs.filter(({ topic }) => !there.has(topic));
    if (missing.length === 0) return;
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((spec) => ({
          topic: spec.topic,
          numPartitions: spec.partitions,
          replicationFactor: replication,
          configEntries: topicConfig(spec),
        })),
      });
    } finally {
      await admin.disconnect();
    }
    for (const { topic } of missing) await this.untilThere(topic);
  }

  private async untilThere(topic: string): Promise<void> {
    const end = Date.now() + patienceMs;
    for (;;) {
      try {
        await this.partitions(topic);
        return;
      } catch (error) {
        if (!(error instanceof UnknownTopicError) || Date.now() > end) throw error;
        await delay();
      }
    }
  }

  private async askAbout<R>(topic: string, action: (cluster: Cluster) => Promise<R>): Promise<R> {
    try {
      return await this.ask(async (cluster) => {
        await cluster.addMultipleTargetTopics([topic]);
        await cluster.refreshMetadataIfNecessary();
        return action(cluster);
      });
    } catch (error) {
      throw isUnknownTopic(error) ? new UnknownTopicError(topic) : error;
    }
  }

  /**
   * Through restarts of brokers, but not for ever: somebody waits. An unknown topic is asked for once more, since a
   * connection that remembers a deleted one calls every topic unknown.
   */
  private async ask<R>(action: (cluster: Cluster) => Promise<R>): Promise<R> {
    const end = Date.now() + patienceMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.cluster.use(action);
      } catch (error) {
        const isFinal = isUnknownTopic(error) ? attempt > 1 : isRefusal(error) || error instanceof ClosedError;
        if (isFinal || Date.now() > end) throw error;
        if (!isUnknownTopic(error)) await delay();
      }
    }
  }
}

const delay = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, retryMs));

const offsetsOf = (topics: readonly TopicOffsets[]): ReadonlyMap<number, number> =>
  new Map(topics.flatMap(({ partitions }) => partitions.map(({ partition, offset }) => [partition, Number(offset)])));
