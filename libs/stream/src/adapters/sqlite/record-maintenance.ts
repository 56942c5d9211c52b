import type { DatabaseSync } from 'node:sqlite';

import type { TrimmedRange } from './sqlite-requests.js';

const chunk = 1000;

interface Partition {
  readonly topicId: number;
  readonly topic: string;
  readonly partition: number;
  readonly compacted: boolean;
  readonly retentionMs: number;
}

/**
 * Drops what retention and compaction no longer keep: records older than their topic's retention, the oldest records
 * while the file holds more than `maxBytes`, and on compacted topics every record with a newer one of its key.
 *
 * @returns the partitions whose first kept offset moved
 */
export function maintainRecords(
  database: DatabaseSync,
  { now, maxBytes }: { now: number; maxBytes: number },
): TrimmedRange[] {
  const trimmed = partitions(database).flatMap((partition) => {
    if (partition.compacted) {
      compact(database, partition);
      return [];
    }
    return trimWhile(database, partition, (timestamp) => timestamp < now - partition.retentionMs);
  });
  return usedBytes(database) > maxBytes ? [...trimmed, ...trimOldest(database)] : trimmed;
}

const partitions = (database: DatabaseSync): Partition[] =>
  database
    .prepare(
      `SELECT t.id, t.topic, p.partition, t.compacted, t.retention_ms FROM topics t JOIN partitions p ON p.topic = t.id
       WHERE p.high > p.low`,
    )
    .all()
    .map((row) => ({
      topicId: Number(row['id']),
      topic: String(row['topic']),
      partition: Number(row['partition']),
      compacted: row['compacted'] === 1,
      retentionMs: Number(row['retention_ms'] ?? Infinity),
    }));

/** Pages in use; freed ones are written again before the file grows. */
function usedBytes(database: DatabaseSync): number {
  const read = (pragma: string): number => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  return (read('page_count') - read('freelist_count')) * read('page_size');
}

function compact(database: DatabaseSync, { topicId, partition }: Partition): void {
  database
    .prepare(
      `DELETE FROM records WHERE topic = ?1 AND partition = ?2 AND offset NOT IN
       (SELECT max(offset) FROM records WHERE topic = ?1 AND partition = ?2 GROUP BY key)`,
    )
    .run(topicId, partition);
}

/** Drops whole chunks from the front as long as even their newest record is one that `drop` names. */
function trimWhile(database: DatabaseSync, place: Partition, drop: (timestamp: number) => boolean): TrimmedRange[] {
  const { topicId, topic, partition } = place;
  const last = database.prepare(
    `SELECT max(offset) AS last, max(timestamp) AS newest FROM
     (SELECT offset, timestamp FROM records WHERE topic = ? AND partition = ? ORDER BY offset LIMIT ${chunk})`,
  );
  let low: number | undefined;
  for (;;) {
    const row = last.get(topicId, partition);
    if (typeof row?.['last'] !== 'number' || !drop(Number(row['newest']))) break;
    low = row['last'] + 1;
    database
      .prepare('DELETE FROM records WHERE topic = ? AND partition = ? AND offset < ?')
      .run(topicId, partition, low);
  }
  if (low === undefined) return [];
  database.prepare('UPDATE partitions SET low = ? WHERE topic = ? AND partition = ?').run(low, topicId, partition);
  return [{ topic, partition, low }];
}

/** One chunk of each time-limited partition that still has one. */
function trimOldest(database: DatabaseSync): TrimmedRange[] {
  return partitions(database)
    .filter(({ compacted }) => !compacted)
    .flatMap((partition) => {
      let chunks = 0;
      return trimWhile(database, partition, () => chunks++ === 0);
    });
}
