import type { Broker, Cluster } from 'kafkajs';

import type { FetchedBatch } from '../../log/log.js';
import { type FetchedPartition, partitionsOf } from './fetch-response.js';
import { toRecord } from './kafka-records.js';
import { batchEnd, visibleMessages } from './visible-messages.js';

export interface ReadPosition {
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

/** Where reading goes on, and what was read up to there; nothing when all of it is invisible. */
export interface FetchResult {
  readonly next: number;
  readonly end: number;
  readonly batch: FetchedBatch | undefined;
}

export interface FetchOptions {
  /** how long the brokers wait for a first byte */
  readonly maxWaitMs: number;
  readonly maxBytes: number;
}

/**
 * Reads on from given positions.
 *
 * @returns a result for each position
 * @throws {KafkaJSOffsetOutOfRange} and what the brokers and the network say
 */
export async function fetchRecords<P extends ReadPosition>(
  cluster: Cluster,
  positions: readonly P[],
  options: FetchOptions,
): Promise<ReadonlyMap<P, FetchResult>> {
  await cluster.refreshMetadataIfNecessary();
  const byLeader = Map.groupBy(positions, (position) => leaderOf(cluster, position));
  const results = await Promise.all(
    [...byLeader].map(async ([nodeId, mine]) => {
      const broker = await cluster.findBroker({ nodeId });
      return fetchFrom(broker, mine, options);
    }),
  );
  return new Map(results.flat());
}

function leaderOf(cluster: Cluster, { topic, partition }: ReadPosition): string {
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (leader === undefined) throw new Error(`partition ${topic}/${partition} has no leader`);
  return leader;
}

async function fetchFrom<P extends ReadPosition>(
  broker: Broker,
  positions: readonly P[],
  { maxWaitMs, maxBytes }: FetchOptions,
): Promise<[P, FetchResult][]> {
  const topics = [...Map.groupBy(positions, ({ topic }) => topic)].map(([topic, rows]) => ({
    topic,
    partitions: rows.map(({ partition, next }) => ({ partition, fetchOffset: String(next), maxBytes })),
  }));
  const response: unknown = await broker.fetch({ maxWaitTime: maxWaitMs, minBytes: 1, maxBytes, topics });
  const fetched = partitionsOf(response);
  const isDry = fetched.every(({ messages }) => messages.length === 0);
  return positions.flatMap((position) => {
    const found = fetched.find(({ topic, partition }) => topic === position.topic && partition === position.partition);
    return found ? [[position, resultOf(position, found, isDry)]] : [];
  });
}

/** @param isDry - no partition had anything, so that what is missing here is not for want of room */
function resultOf({ topic, partition, next }: ReadPosition, fetched: FetchedPartition, isDry: boolean): FetchResult {
  const { end, messages, aborted } = fetched;
  const last = messages.at(-1);
  // At the end of a log that was compacted there may be offsets without a record.
  if (!last) return { next: isDry ? Math.max(next, end) : next, end, batch: undefined };
  const lastOffset = batchEnd(last);
  const records = visibleMessages(messages, aborted)
    .filter(({ offset }) => Number(offset) >= next)
    .map((message) => toRecord({ topic, partition }, message));
  const batch = records.length > 0 ? { topic, partition, fetchedOffset: next, lastOffset, records } : undefined;
  return { next: lastOffset + 1, end, batch };
}
