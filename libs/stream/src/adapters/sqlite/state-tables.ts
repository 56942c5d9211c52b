import type { DatabaseSync } from 'node:sqlite';

import type { Acquired, Commit, CommitResult, StateField, StatePartition } from '../../state-store/state-store.js';
import type { Handlers } from './sqlite-requests.js';

const tables = `
  CREATE TABLE IF NOT EXISTS state_partitions (
    processor TEXT, partition INT, epoch INT NOT NULL, version INT NOT NULL, offsets TEXT NOT NULL,
    PRIMARY KEY (processor, partition)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state_fields (
    processor TEXT, partition INT, name TEXT, bytes BLOB NOT NULL, PRIMARY KEY (processor, partition, name)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state_outbox (
    processor TEXT, partition INT, epoch INT, version INT, row TEXT NOT NULL,
    PRIMARY KEY (processor, partition, epoch, version)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state_journal (
    processor TEXT, partition INT, version INT, row TEXT NOT NULL, PRIMARY KEY (processor, partition, version)
  ) WITHOUT ROWID;
`;

type StateHandlers = Omit<Handlers, 'openTopics' | 'createTopic' | 'append' | 'readRecords' | 'maintain'>;

const place = ({ processor, partition }: StatePartition): [string, number] => [processor, partition];

const toField = (row: Record<string, unknown>): StateField => ({
  name: String(row['name']),
  bytes: row['bytes'] instanceof Uint8Array ? row['bytes'] : new Uint8Array(),
});

const where = 'WHERE processor = ? AND partition = ?';

/** The state store's tables. Runs inside the database's thread, inside its transaction. */
export function stateHandlers(database: DatabaseSync): StateHandlers {
  database.exec(tables);
  const outboxUpTo = `DELETE FROM state_outbox ${where} AND (epoch < ? OR (epoch = ? AND version <= ?))`;
  const head = database.prepare(`SELECT epoch FROM state_partitions ${where}`);
  return {
    acquire: (request) => acquire(database, request),
    epoch: (request) => {
      const row = head.get(...place(request));
      return row ? Number(row['epoch']) : undefined;
    },
    ...fieldReaders(database),
    commit: committer(database),
    trim: ({ upTo: { epoch, version }, ...request }) => {
      database.prepare(outboxUpTo).run(...place(request), epoch, epoch, version);
    },
    ...journalHandlers(database),
  };
}

function fieldReaders(database: DatabaseSync): Pick<StateHandlers, 'loadFields' | 'readFields'> {
  const fields = `SELECT name, bytes FROM state_fields ${where}`;
  const page = database.prepare(`${fields} AND name > ? ORDER BY name LIMIT ?`);
  const prefixed = database.prepare(`${fields} AND name >= ? AND substr(name, 1, length(?)) = ? ORDER BY name`);
  return {
    loadFields: (request) => page.all(...place(request), request.after, request.limit).map(toField),
    readFields: ({ prefix, ...request }) => prefixed.all(...place(request), prefix, prefix, prefix).map(toField),
  };
}

function journalHandlers(database: DatabaseSync): Pick<StateHandlers, 'readJournal' | 'trimJournal'> {
  const rows = database.prepare(
    `SELECT version, row FROM state_journal ${where} AND version > ? ORDER BY version LIMIT ?`,
  );
  return {
    readJournal: ({ after, limit, ...request }) =>
      rows
        .all(...place(request), after, limit)
        .map(({ version, row }) => ({ version: Number(version), row: String(row) })),
    trimJournal: ({ version, ...request }) => {
      database.prepare(`DELETE FROM state_journal ${where} AND version <= ?`).run(...place(request), version);
    },
  };
}

function acquire(database: DatabaseSync, request: StatePartition & { now: number }): Acquired {
  const row = database
    .prepare(
      `INSERT INTO state_partitions VALUES (?1, ?2, max(1, ?3), 0, '{}')
       ON CONFLICT DO UPDATE SET epoch = max(epoch + 1, ?3) RETURNING epoch, version, offsets`,
    )
    .get(...place(request), request.now);
  const outbox = database
    .prepare(`SELECT epoch, version, row FROM state_outbox ${where} ORDER BY epoch, version`)
    .all(...place(request));
  return {
    epoch: Number(row?.['epoch']),
    version: Number(row?.['version']),
    offsets: JSON.parse(String(row?.['offsets'])),
    outbox: outbox.map((sent) => ({
      epoch: Number(sent['epoch']),
      version: Number(sent['version']),
      row: String(sent['row']),
    })),
  };
}

function committer(database: DatabaseSync): (commit: Commit) => CommitResult {
  const head = database.prepare(`SELECT epoch, version, offsets FROM state_partitions ${where}`);
  const advance = database.prepare(`UPDATE state_partitions SET version = ?, offsets = ? ${where}`);
  const put = database.prepare(
    'INSERT INTO state_fields VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
  );
  const drop = database.prepare(`DELETE FROM state_fields ${where} AND name = ?`);
  const emit = database.prepare('INSERT INTO state_outbox VALUES (?, ?, ?, ?, ?)');
  const note = database.prepare('INSERT INTO state_journal VALUES (?, ?, ?, ?)');
  return (commit) => {
    const stored = head.get(...place(commit));
    if (!stored || stored['epoch'] !== commit.epoch) return 'lost';
    const next = commit.version + 1;
    if (stored['version'] !== commit.version) return stored['version'] === next ? 'already-applied' : 'conflict';
    const offsets = { ...JSON.parse(String(stored['offsets'])), ...commit.offsets };
    advance.run(next, JSON.stringify(offsets), ...place(commit));
    for (const [name, bytes] of commit.fields)
      if (bytes === undefined) drop.run(...place(commit), name);
      else put.run(...place(commit), name, bytes);
    if (commit.outbox !== undefined) emit.run(...place(commit), commit.epoch, next, commit.outbox);
    if (commit.journal !== undefined) note.run(...place(commit), next, commit.journal);
    return 'applied';
  };
}
