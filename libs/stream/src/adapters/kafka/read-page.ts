import type { Cluster } from 'kafkajs';

import type { LogRecord, PartitionRange } from '../../log/log.js';
import { fetchRecords } from './fetch-records.js';
import type { Renewable } from './renewable.js';

/** The connection is shared, and what waits at a broker holds up what comes after it. */
const limits = { maxWaitMs: 10, maxBytes: 1_048_576 };

export interface Page {
  readonly topic: string;
  readonly offset: number;
  readonly limit: number;
}

/** Records from an offset on, or from the first one that is kept; empty at the end. */
export function readPage(
  cluster: Renewable<Cluster>,
  { topic, offset, limit }: Page,
  { partition, low, high }: PartitionRange,
): Promise<readonly LogRecord[]> {
  return cluster.use(async (connection) => {
    const records: LogRecord[] = [];
    let next = Math.max(offset, low);
    while (next < high && records.length < limit) {
      const position = { topic, partition, next };
      const result = (await fetchRecords(connection, [position], limits)).get(position);
      if (!result || result.next <= next) break;
      records.push(...(result.batch?.records ?? []));
      next = result.next;
    }
    return records.slice(0, limit);
  });
}
