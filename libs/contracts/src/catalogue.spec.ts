import { describe, expect, it } from '@jest/globals';

import { catalogue } from './catalogue.js';
import { topicSpecs } from './topic-specs.js';

describe('catalogue', () => {
  it('names each topic once', () => {
    expect(new Set(catalogue.map(({ topic }) => topic)).size).toBe(catalogue.length);
  });

  it.each(catalogue)('has an example of $topic that its schema accepts', (event) => {
    expect(event.example).toBeDefined();
    expect(event.data.safeParse(event.example).error).toBeUndefined();
  });

  it.each(catalogue)('has a key for the example of $topic', (event) => {
    const data = event.parse(event.example);
    expect(event.key(data)).not.toBe('');
    expect(event.meetsBy(data)).not.toBe('');
  });
});

describe('topicSpecs', () => {
  const specs = topicSpecs({ tenants: ['default', 'acme'], partitions: 3 });

  it('has one inbox for each tenant', () => {
    const inboxes = specs.filter(({ topic }) => topic.startsWith('rw.inbox.'));
    expect(inboxes.map(({ topic }) => topic)).toEqual(['rw.inbox.default.samples.v1', 'rw.inbox.acme.samples.v1']);
  });

  it('keeps samples for 7 d and definitions by key', () => {
    expect(specs).toContainEqual({
      topic: 'rw.metrics.samples.v1',
      partitions: 3,
      compacted: false,
      retentionMs: 604_800_000,
    });
    expect(specs).toContainEqual({ topic: 'rw.slo.definitions.v1', partitions: 3, compacted: true });
  });

  it('gives topics that meet the same number of partitions', () => {
    const meeting = ['rw.metrics.samples.v1', 'rw.slo.definitions.v1'];
    const partitions = specs.filter(({ topic }) => meeting.includes(topic)).map((spec) => spec.partitions);
    expect(new Set(partitions).size).toBe(1);
  });
});
