import { schemaBreaks } from './schema-breaks.js';
import type { TopicSnapshot } from './snapshot.js';

/** Facts about a topic that nobody may change under those who use it. */
const fixed = {
  key: 'key',
  meetsBy: 'partitioning',
  partitions: 'number of partitions',
  retention: 'retention',
  broadcast: 'broadcast',
} as const satisfies Partial<Record<keyof TopicSnapshot, string>>;

/**
 * What would break a program that was written against the earlier contracts: one that writes to the topic, reads it, or
 * reads what was kept in it. Additions break nobody; anything else belongs on a new topic, one version up.
 *
 * @returns one sentence a change, in the order of `before`
 */
export const breakingChanges = (before: readonly TopicSnapshot[], after: readonly TopicSnapshot[]): string[] =>
  before.flatMap((earlier) => {
    const later = after.find(({ topic }) => topic === earlier.topic);
    if (!later) return [`${earlier.topic}: the topic is gone`];
    return [...factBreaks(earlier, later), ...schemaBreaks(earlier.data, later.data)].map(
      (change) => `${earlier.topic}: ${change}`,
    );
  });

const factBreaks = (earlier: TopicSnapshot, later: TopicSnapshot): string[] =>
  (Object.keys(fixed) as (keyof typeof fixed)[])
    .filter((fact) => earlier[fact] !== later[fact])
    .map((fact) => `${fixed[fact]} changed from ${earlier[fact] ?? 'any'} to ${later[fact] ?? 'any'}`);
