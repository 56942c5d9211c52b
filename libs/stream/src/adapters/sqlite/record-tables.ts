import type { DatabaseSync } from 'node:sqlite';

import type { TopicSpec } from '@roadworthy/contracts';

import type { LogRecord } from '../../log/log.js';
import type { ReadPlace, StoredTopic } from '../local/record-storage.js';
import { maintainRecords } from './record-maintenance.js';
import type { Handlers } from './sqlite-requests.js';

const tables = `
  CREATE TABLE IF NOT EXISTS topics (
    id INTEGER PRIMARY KEY, topic TEXT UNIQUE NOT NULL, partitions INT NOT NULL, compacted INT NOT NULL, retention_ms INT
  );
  CREATE TABLE IF NOT EXISTS partitions (
    topic INT, partition INT, low INT NOT NULL, high INT NOT NULL, PRIMARY KEY (topic, partition)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS records (
    topic INT, partition INT, offset INT, timestamp INT NOT NULL, key TEXT, headers TEXT NOT NULL, value BLOB,
    PRIMARY KEY (topic, partition, offset)
  ) WITHOUT ROWID;
`;

type RecordHandlers = Pick<Handlers, 'openTopics' | 'createTopic' | 'append' | 'readRecords' | 'maintain'>;

/** The rows of the topics, by name. */
type TopicIds = Map<string, number>;

/** The log's tables. Runs inside the database's thread, inside its transaction. */
export function recordHandlers(database: DatabaseSync): RecordHandlers {
  database.exec(tables);
  const ids: TopicIds = new Map();
  return {
    openTopics: () => openTopics(database, ids),
    createTopic: (spec) => createTopic(database, ids, spec),
    append: appender(database, ids),
    readRecords: reader(database, ids),
    maintain: (options) => maintainRecords(database, options),
  };
}

function idOf(ids: TopicIds, topic: string): number {
  const id = ids.get(topic);
  if (id === undefined) throw new RangeError(`topic ${topic} does not exist`);
  return id;
}

function createTopic(database: DatabaseSync, ids: TopicIds, spec: TopicSpec): undefined {
  const { topic, partitions, compacted, retentionMs } = spec;
  const { lastInsertRowid } = database
    .prepare('INSERT INTO topics (topic, partitions, compacted, retention_ms) VALUES (?, ?, ?, ?)')
    .run(topic, partitions, Number(compacted), retentionMs ?? null);
  const id = Number(lastInsertRowid);
  ids.set(topic, id);
  const add = database.prepare('INSERT INTO partitions VALUES (?, ?, 0, 0)');
  for (let partition = 0; partition < partitions; partition++) add.run(id, partition);
}

function appender(database: DatabaseSync, ids: TopicIds): RecordHandlers['append'] {
  const insert = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)');
  const moveHigh = database.prepare('UPDATE partitions SET high = ? WHERE topic = ? AND partition = ?');
  return (records) => {
    const highs = new Map<string, LogRecord>();
    for (const record of records) {
      const { topic, partition, offset, timestamp, key, headers, value } = record;
      insert.run(idOf(ids, topic), partition, offset, timestamp, key ?? null, JSON.stringify(headers), value ?? null);
      highs.set(`${topic}/${partition}`, record);
    }
    for (const { topic, partition, offset } of highs.values()) moveHigh.run(offset + 1, idOf(ids, topic), partition);
  };
}

function reader(database: DatabaseSync, ids: TopicIds): RecordHandlers['readRecords'] {
  const select = database.prepare(
    'SELECT offset, timestamp, key, headers, value FROM records WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?',
  );
  return (place) =>
    select.all(idOf(ids, place.topic), place.partition, place.offset, place.limit).map((row) => toRecord(place, row));
}

function openTopics(database: DatabaseSync, ids: TopicIds): StoredTopic[] {
  const ranges = database.prepare('SELECT partition, low, high FROM partitions WHERE topic = ? ORDER BY partition');
  return database
    .prepare('SELECT id, topic, partitions, compacted, retention_ms FROM topics')
    .all()
    .map((row) => {
      const id = Number(row['id']);
      const topic = String(row['topic']);
      ids.set(topic, id);
      return {
        topic,
        partitions: Number(row['partitions']),
        compacted: row['compacted'] === 1,
        ...(typeof row['retention_ms'] === 'number' && { retentionMs: row['retention_ms'] }),
        ranges: ranges
          .all(id)
          .map(({ partition, low, high }) => ({ partition: Number(partition), low: Number(low), high: Number(high) })),
      };
    });
}

function toRecord({ topic, partition }: ReadPlace, row: Record<string, unknown>): LogRecord {
  const { offset, timestamp, key, headers, value } = row;
  return {
    topic,
    partition,
    offset: Number(offset),
    timestamp: Number(timestamp),
    key: typeof key === 'string' ? key : undefined,
    headers: JSON.parse(String(headers)),
    value: value instanceof Uint8Array ? value : undefined,
  };
}
