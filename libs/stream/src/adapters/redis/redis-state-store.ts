import {
  type Acquired,
  type Commit,
  type CommitResult,
  type JournalRow,
  type OutboxId,
  type OutboxRow,
  type StateField,
  type StatePartition,
  StateStore,
} from '../../state-store/state-store.js';
import type { RedisClient } from './connect-redis.js';
import { stateKeys } from './state-keys.js';
import { acquireScript, commitScript } from './state-scripts.js';
import { streamRows } from './stream-rows.js';

const offsetPrefix = 'offset:';
/** A field may be large: a page of them must still fit into memory. */
const pageSize = 200;

/** State in Redis: a hash of fields, streams for outbox and journal, and one script call for each commit. */
export class RedisStateStore extends StateStore {
  constructor(private readonly client: RedisClient) {
    super();
  }

  async acquire(place: StatePartition, now: number): Promise<Acquired> {
    const { head, outbox } = stateKeys(place);
    const values = new Map(pairs(textsOf(await acquireScript.run(this.client, [head], [now]))));
    return {
      epoch: Number(values.get('epoch')),
      version: Number(values.get('version')),
      offsets: offsetsOf(values),
      outbox: await this.outbox(outbox),
    };
  }

  async epoch(place: StatePartition): Promise<number | undefined> {
    const epoch = await this.client.hget(stateKeys(place).head, 'epoch');
    return epoch === null ? undefined : Number(epoch);
  }

  load(place: StatePartition): AsyncIterable<readonly StateField[]> {
    return this.fields(place, '*');
  }

  async read(place: StatePartition, prefix: string): Promise<readonly StateField[]> {
    const found = new Map<string, StateField>();
    for await (const page of this.fields(place, `${literal(prefix)}*`))
      for (const field of page) found.set(field.name, field);
    return [...found.values()];
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { head, fields, outbox, journal } = stateKeys(commit);
    const offsets = Object.entries(commit.offsets).flatMap(([topic, offset]) => [offsetPrefix + topic, offset]);
    const stored: (string | Buffer)[] = [];
    const removed: string[] = [];
    for (const [name, bytes] of commit.fields)
      if (bytes === undefined) removed.push(name);
      else stored.push(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const { epoch, version } = commit;
    const rows = [marked(commit.outbox), marked(commit.journal)];
    const result = await commitScript.run(
      this.client,
      [head, fields, outbox, journal],
      [epoch, version, version + 1, ...rows, offsets.length, stored.length, ...offsets, ...stored, ...removed],
    );
    return resultOf(result);
  }

  async trim(place: StatePartition, { epoch, version }: OutboxId): Promise<void> {
    await this.client.xtrim(stateKeys(place).outbox, 'MINID', `${epoch}-${version + 1}`);
  }

  async *journal(place: StatePartition, after: number): AsyncIterable<readonly JournalRow[]> {
    for await (const page of streamRows(this.client, stateKeys(place).journal, `${after + 1}-0`))
      yield page.map(({ id: [version], row }) => ({ version, row }));
  }

  async trimJournal(place: StatePartition, version: number): Promise<void> {
    await this.client.xtrim(stateKeys(place).journal, 'MINID', `${version + 1}-0`);
  }

  /** Closes the client. */
  async close(): Promise<void> {
    const { client } = this;
    if (client.status === 'ready') await client.quit();
    else if (client.status !== 'end') client.disconnect();
  }

  private async *fields(place: StatePartition, pattern: string): AsyncIterable<readonly StateField[]> {
    const { fields } = stateKeys(place);
    let cursor = '0';
    do {
      const [next, page] = await this.client.hscanBuffer(fields, cursor, 'MATCH', pattern, 'COUNT', pageSize);
      yield Array.from(pairs(page), ([name, bytes]) => ({ name: name.toString(), bytes }));
      cursor = next.toString();
    } while (cursor !== '0');
  }

  private async outbox(key: string): Promise<readonly OutboxRow[]> {
    const rows: OutboxRow[] = [];
    for await (const page of streamRows(this.client, key, '-'))
      for (const { id, row } of page) rows.push({ epoch: id[0], version: id[1], row });
    return rows;
  }
}

const results: readonly string[] = ['applied', 'already-applied', 'lost', 'conflict'] satisfies CommitResult[];
const isResult = (reply: unknown): reply is CommitResult => typeof reply === 'string' && results.includes(reply);

function resultOf(reply: unknown): CommitResult {
  if (!isResult(reply)) throw new Error(`the commit script replied ${String(reply)}`);
  return reply;
}

function textsOf(reply: unknown): string[] {
  if (!Array.isArray(reply)) throw new Error(`the acquire script replied ${String(reply)}`);
  return reply.map(String);
}

/** A row with a sign before it, so that an empty one is told from none. */
const marked = (row: string | undefined): string => (row === undefined ? '' : `+${row}`);

/** A glob pattern that matches nothing but the text. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');

const offsetsOf = (head: ReadonlyMap<string, string>): Record<string, number> =>
  Object.fromEntries(
    [...head]
      .filter(([name]) => name.startsWith(offsetPrefix))
      .map(([name, offset]) => [name.slice(offsetPrefix.length), Number(offset)]),
  );

function* pairs<T>(flat: readonly T[]): IterableIterator<[T, T]> {
  for (let i = 0; i < flat.length; i += 2) {
    const [name, value] = [flat[i], flat[i + 1]];
    if (name !== undefined && value !== undefined) yield [name, value];
  }
}
