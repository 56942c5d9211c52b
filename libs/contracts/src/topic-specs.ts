import { catalogue } from './catalogue.js';
import type { AnyEvent } from './define-event.js';

/** What a broker needs to know to create a topic. */
export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  readonly compacted: boolean;
  /** ms; absent for compacted topics */
  readonly retentionMs?: number;
}

export interface TopicOptions {
  readonly tenants: readonly string[];
  /** of every topic that does not fix its own number, `>= 1` */
  readonly partitions: number;
}

export const defaultPartitions = 12;

/** All topics of the platform, one inbox for each tenant. */
export function topicSpecs({ tenants, partitions }: TopicOptions): TopicSpec[] {
  return catalogue.flatMap((event) =>
    topicNames(event, tenants).map((topic) => ({
      topic,
      partitions: event.partitions ?? partitions,
      compacted: event.retention.kind === 'compacted',
      ...(event.retention.kind === 'time' && { retentionMs: event.retention.ms }),
    })),
  );
}

const topicNames = ({ topic }: AnyEvent, tenants: readonly string[]): string[] =>
  topic.includes('<tenant>') ? tenants.map((tenant) => topic.replace('<tenant>', tenant)) : [topic];
