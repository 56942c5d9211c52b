import type { RedisClient } from './connect-redis.js';

/** An entry of a stream whose id says what it belongs to. */
export interface StreamRow {
  readonly id: readonly [number, number];
  readonly row: string;
}

const pageSize = 500;

/** The rows of a stream from an id on, page by page. */
export async function* streamRows(client: RedisClient, key: string, from: string): AsyncIterable<readonly StreamRow[]> {
  for (let next = from; ;) {
    const entries = await client.xrange(key, next, '+', 'COUNT', pageSize);
    const last = entries.at(-1);
    if (!last) return;
    yield entries.map(([id, [, row = '']]) => ({ id: numbersOf(id), row }));
    next = `(${last[0]}`;
  }
}

const numbersOf = (id: string): [number, number] => {
  const [first, second] = id.split('-');
  return [Number(first), Number(second)];
};
