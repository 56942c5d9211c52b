import { fileURLToPath } from 'node:url';

import { Redis } from 'ioredis';
import kafkajs from 'kafkajs';

import { baselineKey, baselineTopic } from '../baseline/topic.js';
import { load } from '../load.js';
import { MeasuredProcess } from '../measured-process.js';
import { pause } from './platform.js';
import { connections, type Fleet, inTurn, serviceOf } from './samples.js';

const entry = (name: string): string => fileURLToPath(new URL(`../baseline/${name}.js`, import.meta.url));
const partitions = 12;

export interface BaselineRun {
  /** µs of CPU an event, of both its processes */
  readonly cpuMicros: number;
  readonly eventsPerSecond: number;
}

/** The plain build on the same broker and Redis. */
export async function measureBaseline(
  addresses: Readonly<Record<'KAFKA_BROKERS' | 'REDIS_URL', string>>,
  fleet: Fleet,
  events: number,
): Promise<BaselineRun> {
  await createTopic(addresses.KAFKA_BROKERS);
  const [ingest, consumer] = await Promise.all([
    MeasuredProcess.start(entry('ingest'), addresses),
    MeasuredProcess.start(entry('consumer'), addresses),
  ]);
  const redis = new Redis(addresses.REDIS_URL);
  try {
    return await measured({ ingest, consumer, redis, fleet }, events);
  } finally {
    redis.disconnect();
    await Promise.all([ingest.stop(), consumer.stop()]);
  }
}

interface Build {
  readonly ingest: MeasuredProcess;
  readonly consumer: MeasuredProcess;
  readonly redis: Redis;
  readonly fleet: Fleet;
}

/** Warms it up, then counts what `events` cost. @throws {Error} when it counts more or fewer than were sent */
async function measured(build: Build, events: number): Promise<BaselineRun> {
  const { ingest, consumer, redis, fleet } = build;
  const warmUp = Math.round(events / 5);
  await sendAll(build, warmUp, warmUp);
  const before = ingest.cpuSeconds + consumer.cpuSeconds;
  const seconds = await sendAll(build, events, warmUp + events);
  const total = await counted(redis, fleet);
  if (total !== warmUp + events) throw new Error(`the plain build counted ${total} of ${warmUp + events}`);
  const cpuSeconds = ingest.cpuSeconds + consumer.cpuSeconds - before;
  return { cpuMicros: (cpuSeconds * 1e6) / events, eventsPerSecond: events / seconds };
}

/** Sends events until all that were ever sent are counted. @param expected - how many those are. @returns s */
async function sendAll({ ingest, redis, fleet }: Build, events: number, expected: number): Promise<number> {
  const started = performance.now();
  const next = inTurn(fleet, 1, events);
  const { refused } = await load({ url: ingest.url, path: '/events', connections, next });
  if (refused > 0) throw new Error(`the plain build refused ${refused} requests`);
  while ((await counted(redis, fleet)) < expected) await pause(50);
  return (performance.now() - started) / 1000;
}

async function createTopic(brokers: string): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: baselineTopic, numPartitions: partitions }] });
  await admin.disconnect();
}

async function counted(redis: Redis, { services }: Fleet): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: services }, (_, i) => redis.hget(baselineKey(serviceOf(i)), 'events')),
  );
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
}
