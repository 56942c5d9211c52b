import { topicSpecs } from '@roadworthy/contracts';
import type { Log } from '@roadworthy/stream';

import type { Settings } from './settings.js';

const tenants = ['default'];

/** Topics that must exist and do not, or that have another number of partitions than the settings say. */
export class TopicsError extends Error {
  readonly code = 'topics-mismatch';
}

/**
 * Creates the topics where this process may: embedded, and in a cluster the role that does nothing else. Elsewhere it
 * checks that they are there, since topics that meet must have one number of partitions.
 *
 * @throws {TopicsError} naming each mismatch
 */
export async function prepareTopics(log: Log, settings: Settings): Promise<void> {
  const { RW_PARTITIONS: partitions, RW_ROLE, KAFKA_BROKERS } = settings;
  const wanted = topicSpecs({ tenants, partitions });
  if (KAFKA_BROKERS === undefined || RW_ROLE === 'topics') await log.createTopics(wanted);
  const there = new Set(await log.topics());
  const mismatches: string[] = [];
  for (const { topic, partitions: expected } of wanted) {
    const found = there.has(topic) ? (await log.ranges(topic)).length : 0;
    if (found !== expected) mismatches.push(`${topic} has ${found} partitions, ${expected} expected`);
  }
  if (mismatches.length > 0) throw new TopicsError(`${mismatches.join('; ')}; RW_PARTITIONS is ${partitions}`);
}
