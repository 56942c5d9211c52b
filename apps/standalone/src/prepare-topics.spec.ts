import { describe, expect, it } from '@jest/globals';
import { createMemoryLog } from '@roadworthy/stream';

import { prepareTopics, TopicsError } from './prepare-topics.js';
import { readSettings, SettingsError } from './settings.js';

const cluster = {
  KAFKA_BROKERS: 'kafka:9092',
  REDIS_URL: 'redis://redis:6379',
  MONGO_URL: 'mongodb://mongo:27017/roadworthy',
  RW_ROOT_KEY: 'a-key-for-the-tests',
};

describe('topics', () => {
  it('are created by the role that does nothing else, and found by the others', async () => {
    const log = await createMemoryLog();
    await prepareTopics(log, readSettings({ ...cluster, RW_ROLE: 'topics' }));
    await expect(prepareTopics(log, readSettings({ ...cluster, RW_ROLE: 'budget' }))).resolves.toBeUndefined();
  });

  it('are named where nobody has created them', async () => {
    const refusal = prepareTopics(await createMemoryLog(), readSettings({ ...cluster, RW_ROLE: 'budget' }));
    await expect(refusal).rejects.toThrow(TopicsError);
    await expect(refusal).rejects.toThrow(/^rw\..+ must be created: run a process with RW_ROLE=topics first$/);
  });

  it('say which RW_PARTITIONS would fit', async () => {
    const log = await createMemoryLog();
    await prepareTopics(log, readSettings({ RW_PARTITIONS: '6' }));
    const refusal = prepareTopics(log, readSettings({ ...cluster, RW_ROLE: 'ingest', RW_PARTITIONS: '4' }));
    await expect(refusal).rejects.toThrow(SettingsError);
    await expect(refusal).rejects.toThrow(/^RW_PARTITIONS: must be 6, which is what rw\..+ already have, got "4"$/);
  });

  it('list numbers that no one setting explains', async () => {
    const log = await createMemoryLog();
    const topic = (name: string, partitions: number) => ({ topic: name, partitions, compacted: true });
    await log.createTopics([topic('rw.metrics.samples.v1', 3), topic('rw.budget.status.v1', 5)]);
    await expect(prepareTopics(log, readSettings({ RW_PARTITIONS: '6' }))).rejects.toThrow(
      'do not fit RW_PARTITIONS 6: rw.metrics.samples.v1 has 3 instead of 6, rw.budget.status.v1 has 5 instead of 6',
    );
  });
});
