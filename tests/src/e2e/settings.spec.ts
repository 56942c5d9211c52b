import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from '@jest/globals';
import { until } from '@roadworthy/testing';
import { temporaryFolder } from '@roadworthy/tools';

import { PlatformProcess } from '../platform-process.js';

const seconds = 1000;
const key = 'a-key-for-the-tests';

describe('a start with a setting that cannot be followed', () => {
  it.each([
    { PORT: '0x50' },
    { HOST: 'nonsense.invalid', RW_ROOT_KEY: key },
    { HOST: '192.0.2.1', RW_ROOT_KEY: key },
    { HOST: '0.0.0.0' },
    { RW_DATA_DIR: '/proc/x' },
    { RW_DATA_DIR: '/proc/x/y' },
    { RW_ROOT_KEY: 'with blanks in the key' },
    { RW_ROLE: 'budget' },
    { RW_PARTITONS: '6' },
    { REDIS_URL: 'redis://127.0.0.1:6379', MONGO_URL: 'mongodb://127.0.0.1:27017' },
    { KAFKA_BROKERS: 'kafka', REDIS_URL: 'redis://127.0.0.1:6379', MONGO_URL: 'mongodb://mongo', RW_ROOT_KEY: key },
  ])(
    'ends with 2 and one sentence: %j',
    async (environment: Record<string, string>) => {
      await expect(PlatformProcess.runToEnd(environment)).rejects.toThrow(
        /^it ended with 2:\nroadworthy: (PORT|HOST|RW_|rw_|KAFKA_)\w*[: ].+\n$/,
      );
    },
    15 * seconds,
  );

  it(
    'names a data folder that is a file, or lies in one',
    async () => {
      const folder = temporaryFolder('settings');
      const file = join(folder, 'file');
      writeFileSync(file, '');
      for (const RW_DATA_DIR of [file, join(file, 'below')])
        await expect(PlatformProcess.runToEnd({ RW_DATA_DIR })).rejects.toThrow(
          `it ended with 2:\nroadworthy: RW_DATA_DIR: must be a folder that can be created and written, got "${RW_DATA_DIR}" (ENOTDIR)\n`,
        );
      rmSync(folder, { recursive: true });
    },
    20 * seconds,
  );

  it.each(['stream.db', 'documents.db'])(
    'names a data folder whose %s is no database',
    async (name) => {
      const folder = temporaryFolder('settings');
      writeFileSync(join(folder, name), 'just text');
      await expect(PlatformProcess.runToEnd({ RW_DATA_DIR: folder })).rejects.toThrow(
        `it ended with 2:\nroadworthy: RW_DATA_DIR: must be a folder whose ${name} is a SQLite database or absent, got "${folder}" (${name}: file is not a database); move that file away or name another folder\n`,
      );
      rmSync(folder, { recursive: true });
    },
    15 * seconds,
  );

  it(
    'names the port and the host where another program listens, and ends with 1',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      await expect(PlatformProcess.runToEnd({ PORT: String(port) })).rejects.toThrow(
        `it ended with 1:\nroadworthy: PORT: ${port} of HOST 127.0.0.1 is used by another program`,
      );
      other.close();
    },
    15 * seconds,
  );

  it(
    'names a number of partitions that differs from what is there',
    async () => {
      const RW_DATA_DIR = temporaryFolder('settings');
      const platform = await PlatformProcess.start({ RW_DATA_DIR, RW_PARTITIONS: '6' });
      await platform.stop();
      await expect(PlatformProcess.runToEnd({ RW_DATA_DIR, RW_PARTITIONS: '7' })).rejects.toThrow(
        /^it ended with 2:\nroadworthy: RW_PARTITIONS: must be 6, which is what rw\..+ already have, got "7"\n$/,
      );
      rmSync(RW_DATA_DIR, { recursive: true });
    },
    30 * seconds,
  );

  it(
    'ends with 1 where a newer version has written the data folder',
    async () => {
      const RW_DATA_DIR = temporaryFolder('settings');
      const platform = await PlatformProcess.start({ RW_DATA_DIR });
      const status = `${platform.url}/v1/slos/roadworthy.availability/status`;
      await until('state is committed', async () => (await fetch(status)).ok);
      await platform.stop();
      const database = new DatabaseSync(join(RW_DATA_DIR, 'stream.db'));
      database.exec("UPDATE state_fields SET bytes = CAST('2' AS BLOB) WHERE name = 'version'");
      database.close();
      await expect(PlatformProcess.runToEnd({ RW_DATA_DIR })).rejects.toThrow(
        /^it ended with 1:\n[^]*state of \w+ has version 2, this program knows up to 1/,
      );
      rmSync(RW_DATA_DIR, { recursive: true });
    },
    30 * seconds,
  );
});
