import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { readSettings } from './settings.js';
import { silentServers } from './silent-servers.js';

describe('silent servers', () => {
  const server = createServer((socket) => socket.destroy());
  let there = '';
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    there = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const gone = '127.0.0.1:1';
  const silentOf = (kafka: string, redis: string, mongo: string) =>
    silentServers(
      readSettings({ KAFKA_BROKERS: kafka, REDIS_URL: redis, MONGO_URL: mongo, RW_ROOT_KEY: 'a-key-for-the-tests' }),
    );

  it('are none where each variable names one that answers', async () => {
    const redis = `redis://${gone},redis://user:word@${there}/1`;
    expect(await silentOf(`${gone},${there}`, redis, `mongodb://user:word@${gone},${there}/db?w=1`)).toEqual([]);
  });

  it.each(['KAFKA_BROKERS', 'REDIS_URL', 'MONGO_URL'])('are named by %s', async (name) => {
    const at = (variable: string): string => (variable === name ? gone : there);
    const silent = await silentOf(at('KAFKA_BROKERS'), `redis://${at('REDIS_URL')}`, `mongodb://${at('MONGO_URL')}/db`);
    expect(silent).toEqual([name]);
  });

  it('are not asked for where one process does everything', async () => {
    expect(await silentServers(readSettings({}))).toEqual([]);
  });
});
