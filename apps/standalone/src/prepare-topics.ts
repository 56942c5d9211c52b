import { defaultTenant, topicSpecs } from '@roadworthy/contracts';
import type { Log } from '@roadworthy/stream';

import { type Settings, SettingsError } from './settings.js';

const tenants = [defaultTenant];

interface Mismatch {
  readonly topic: string;
  readonly found: number;
  readonly expected: number;
}

/** Topics that must exist and do not, or whose number of partitions no setting explains. */
export class TopicsError extends Error {
  readonly code = 'topics-mismatch';
}

/**
 * Creates the topics where this process may: embedded, and in a cluster the role that does nothing else. Elsewhere it
 * checks that they are there, since topics that meet must have one number of partitions.
 *
 * @throws {SettingsError} when another `RW_PARTITIONS` would fit
 * @throws {TopicsError} naming each mismatch
 */
export async function prepareTopics(log: Log, settings: Settings): Promise<void> {
  const { RW_PARTITIONS: partitions, RW_ROLE, KAFKA_BROKERS } = settings;
  const wanted = topicSpecs({ tenants, partitions });
  if (KAFKA_BROKERS === undefined || RW_ROLE === 'topics') await log.createTopics(wanted);
  const there = new Set(await log.topics());
  const missing = wanted.filter(({ topic }) => !there.has(topic));
  if (missing.length > 0)
    throw new TopicsError(`${listed(missing)} must be created: run a process with RW_ROLE=topics first`);
  const mismatches: Mismatch[] = [];
  for (const { topic, partitions: expected } of wanted) {
    const found = (await log.ranges(topic)).length;
    if (found !== expected) mismatches.push({ topic, found, expected });
  }
  refuse(mismatches, partitions);
}

function refuse(mismatches: readonly Mismatch[], partitions: number): void {
  const [first, ...others] = mismatches;
  if (!first) return;
  if (first.expected === partitions && others.every(({ found }) => found === first.found))
    throw new SettingsError([
      `RW_PARTITIONS: must be ${first.found}, which is what ${listed(mismatches)} already have, got "${partitions}"`,
    ]);
  const details = mismatches.map(({ topic, found, expected }) => `${topic} has ${found} instead of ${expected}`);
  throw new TopicsError(`numbers of partitions do not fit RW_PARTITIONS ${partitions}: ${details.join(', ')}`);
}

const listed = (topics: readonly { readonly topic: string }[]): string => topics.map(({ topic }) => topic).join(', ');
