import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inboxTopic, metricSamples } from '@roadworthy/contracts';
import { SilentLogger } from '@roadworthy/stream';
import { KafkaLog } from '@roadworthy/stream/kafka';
import { until } from '@roadworthy/testing';

import { PlatformProcess } from '../platform-process.js';
import { recordFigures } from './campaign.js';
import { DeadLetters } from './dead-letters.js';
import { InboxWriter } from './inbox-writer.js';
import { Servers } from './servers.js';

const partitions = 4;
const rounds = 5;
const goodRecords = 76;

/** What a busy machine may add to the time that good records take beside poison. */
const slackMs = 1_000;

describe('poison among good records of the inbox, on Kafka', () => {
  let servers: Servers;
  let platform: PlatformProcess;
  let log: KafkaLog;
  let inbox: InboxWriter;
  let deadLetters: DeadLetters;
  beforeAll(async () => {
    servers = await Servers.start();
    const environment = servers.environment(partitions);
    await PlatformProcess.runToEnd({ ...environment, RW_ROLE: 'topics' });
    platform = await PlatformProcess.start(environment);
    const { brokers } = servers.kafka;
    const logger = new SilentLogger();
    log = await KafkaLog.connect({ brokers, clientId: `test-${randomUUID()}`, logger, replication: 1 });
    deadLetters = new DeadLetters(platform.url, servers.key);
    inbox = await InboxWriter.start({ log, partitions, url: platform.url, headers: servers.headers });
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await platform.stop();
    await servers.stop();
  }, 60_000);

  it('delays no good record, and each bad one goes to the dead letter with reason and offset', async () => {
    const poison = ['not json', '{"samples":7}', '[]', JSON.stringify({ samples: [{ ...inbox.sample(1), good: 5 }] })];
    const delays = { clean: [] as number[], beside: [] as number[] };
    await inbox.msToCount(goodRecords);
    for (let i = 0; i < rounds; i++) {
      delays.clean.push(await inbox.msToCount(goodRecords));
      delays.beside.push(await inbox.msToCount(goodRecords, poison));
    }
    const [cleanMs, besideMs] = [medianOf(delays.clean), medianOf(delays.beside)];
    recordFigures('poison-record', { rounds, goodRecords, cleanMs, besideMs });
    const medians = `medians of ${rounds}: ${besideMs} ms beside poison, ${cleanMs} ms without`;
    expect({ medians, isDelayed: besideMs > 3 * cleanMs + slackMs }).toEqual({ medians, isDelayed: false });
    await inbox.expectAllCounted();
    const letters = await until('all dead letters', async () => {
      const found = await deadLetters.of('ingest');
      return found.length >= poison.length * rounds && found;
    });
    const reasons = Array.from({ length: rounds }, () => ['invalid', 'malformed', 'malformed', 'malformed']).flat();
    expect(letters.map(({ reason }) => reason).sort()).toEqual(reasons.sort());
    expect(letters.every(({ topic, offset }) => topic === inboxTopic('default') && offset >= 0)).toBe(true);
  }, 120_000);

  it('goes on in the budget service too when a samples record is poison', async () => {
    const keyed = { topic: metricSamples.topic, key: 'default/shop', meetsBy: 'default/shop', headers: {} };
    await log.append([{ ...keyed, value: '{"tenant":"default","service":"shop"}' }]);
    await inbox.expectAllCounted();
    const letters = await until('its dead letter', async () => {
      const found = await deadLetters.of('budget');
      return found.length > 0 && found;
    });
    expect(letters.map(({ topic }) => topic)).toEqual([metricSamples.topic]);
  }, 60_000);

  it('brings the totals to those of a clean run when the cause is mended and the dead letters are put back', async () => {
    const time = Date.now() + 75_000;
    await inbox.write([JSON.stringify({ samples: [{ ...inbox.sample(20), time }] })]);
    const letter = await until('the record from the future is refused', async () =>
      (await deadLetters.of('ingest')).find(({ detail }) => detail.includes('60 s ahead')),
    );
    await until('it is less than 60 s ahead', async () => Date.now() > time - 60_000, 60_000);
    for (let i = 0; i < 2; i++) await deadLetters.replay(letter.id);
    inbox.due += 20;
    await inbox.expectAllCounted();
  }, 90_000);
});

/** @param numbers - an odd count of them */
const medianOf = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
