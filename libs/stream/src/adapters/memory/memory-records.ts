import type { TopicSpec } from '@roadworthy/contracts';

import type { LogRecord } from '../../log/log.js';
import { type ReadPlace, RecordStorage, type StoredTopic } from '../local/record-storage.js';

/** Records in memory: for tests, and for trying things. Nothing is ever dropped. */
export class MemoryRecords extends RecordStorage {
  private readonly records = new Map<string, LogRecord[]>();

  async open(): Promise<readonly StoredTopic[]> {
    return [];
  }

  async create({ topic, partitions }: TopicSpec): Promise<void> {
    for (let partition = 0; partition < partitions; partition++) this.records.set(`${topic}/${partition}`, []);
  }

  async append(records: readonly LogRecord[]): Promise<void> {
    for (const record of records) this.records.get(`${record.topic}/${record.partition}`)?.push(record);
  }

  async read({ topic, partition, offset, limit }: ReadPlace): Promise<readonly LogRecord[]> {
    const records = this.records.get(`${topic}/${partition}`) ?? [];
    return records.slice(offset, offset + limit);
  }

  onTrimmed(): void {}

  async close(): Promise<void> {}
}
