import { fileURLToPath } from 'node:url';

import { Redis } from 'ioredis';
import kafkajs from 'kafkajs';

import { baselineKey, baselineTopic } from '../baseline/topic.js';
import { load } from '../load.js';
import { MeasuredProcess } from '../measured-process.js';
import { pause } from './platform.js';
import { connections, type Fleet, inTurn, serviceOf } from './samples.js';
import type { Servers } from './servers.js';

const entry = (name: string): string => fileURLToPath(new URL(`../baseline/${name}.js`, import.meta.url));
const partitions = 12;

/** The plain build on the same broker and Redis. */
export class BaselineBuild {
  private sent = 0;

  private constructor(
    private readonly ingest: MeasuredProcess,
    private readonly consumer: MeasuredProcess,
    private readonly redis: Redis,
    private readonly fleet: Fleet,
  ) {}

  static async start(servers: Servers, fleet: Fleet): Promise<BaselineBuild> {
    await createTopic(servers.KAFKA_BROKERS);
    // The Kafka client as it comes asks for time-outs in the past.
    const environment = { ...servers, NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning' };
    const [ingest, consumer] = await Promise.all([
      MeasuredProcess.start(entry('ingest'), environment),
      MeasuredProcess.start(entry('consumer'), environment),
    ]);
    return new BaselineBuild(ingest, consumer, new Redis(servers.REDIS_URL), fleet);
  }

  keepApart(): void {
    for (const process of [this.ingest, this.consumer]) process.keepApart();
  }

  /** Sends events and waits until all are counted. @returns µs of CPU an event. @throws {Error} when it counts too many */
  async run(events: number): Promise<number> {
    const { ingest, consumer, redis, fleet } = this;
    const before = ingest.cpuSeconds + consumer.cpuSeconds;
    const next = inTurn(fleet, 1, events);
    const { refused } = await load({ url: ingest.url, path: '/events', connections, next });
    if (refused > 0) throw new Error(`the plain build refused ${refused} requests`);
    this.sent += events;
    while ((await counted(redis, fleet)) < this.sent) await pause(50);
    const total = await counted(redis, fleet);
    if (total !== this.sent) throw new Error(`the plain build counted ${total} of ${this.sent}`);
    return ((ingest.cpuSeconds + consumer.cpuSeconds - before) * 1e6) / events;
  }

  async stop(): Promise<void> {
    this.redis.disconnect();
    await Promise.all([this.ingest.stop(), this.consumer.stop()]);
  }
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
