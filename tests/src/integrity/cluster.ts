import { until } from '@roadworthy/testing';
import { KafkaServer, MongoServer, RedisServer } from '@roadworthy/tools';

import { ratioObjective } from '../objectives.js';
import { PlatformProcess } from '../platform-process.js';
import { countedTotals, type Totals } from './counted-totals.js';

const key = 'a-key-of-the-integrity-suite';

/** Enough services to lie in several partitions. */
const services = Array.from({ length: 6 }, (_, i) => `shop-${i}`);

/** Real servers, one ingest and some budget processes, and an objective for each of a few services. */
export class Cluster {
  readonly headers = { authorization: `Bearer ${key}` };
  readonly services = services;
  readonly budgets: PlatformProcess[] = [];

  private constructor(
    readonly kafka: KafkaServer,
    readonly redis: RedisServer,
    private readonly mongo: MongoServer,
    readonly ingest: PlatformProcess,
  ) {}

  static async start(budgets: number): Promise<Cluster> {
    const [kafka, redis, mongo] = await Promise.all([KafkaServer.start(), RedisServer.start(), MongoServer.start()]);
    const environment = environmentOf({ kafka, redis, mongo });
    await PlatformProcess.runToEnd({ ...environment, RW_ROLE: 'topics' });
    const ingest = await PlatformProcess.start({ ...environment, RW_ROLE: 'ingest' });
    const cluster = new Cluster(kafka, redis, mongo, ingest);
    await Promise.all(Array.from({ length: budgets }, () => cluster.addBudget()));
    for (const service of services) await cluster.define(service);
    return cluster;
  }

  async addBudget(): Promise<PlatformProcess> {
    const { kafka, redis, mongo } = this;
    const budget = await PlatformProcess.start({ ...environmentOf({ kafka, redis, mongo }), RW_ROLE: 'budget' });
    this.budgets.push(budget);
    return budget;
  }

  /** Every partition that this process was given is owned by it and read. */
  async joined(budget: PlatformProcess): Promise<void> {
    await until('it has joined', async () => (await fetch(`${budget.url}/readyz`)).ok, 60_000);
  }

  /** All that is counted, service by service, asked of any process that answers. */
  async counted(budget: PlatformProcess | undefined = this.budgets[0]): Promise<Record<string, Totals | undefined>> {
    const asked = services.map(async (service) => {
      const totals = await countedTotals(budget?.url ?? '', `${service}.answers`, this.headers);
      return [service, totals] as const;
    });
    return Object.fromEntries(await Promise.all(asked));
  }

  async stop(): Promise<void> {
    await Promise.all([this.ingest, ...this.budgets].map((one) => one.stop()));
    await Promise.all([this.kafka, this.redis, this.mongo].map(({ process }) => process.stop()));
  }

  private async define(service: string): Promise<void> {
    const [budget] = this.budgets;
    const answer = await fetch(`${budget?.url}/v1/slos/${service}.answers`, {
      method: 'PUT',
      body: ratioObjective({ service, name: 'answers', metric: 'requests' }),
      headers: { ...this.headers, 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`${service}: ${answer.status} ${await answer.text()}`);
    await until('it is taken up', async () => (await this.counted())[service] !== undefined, 30_000);
  }
}

interface Servers {
  readonly kafka: KafkaServer;
  readonly redis: RedisServer;
  readonly mongo: MongoServer;
}

const environmentOf = ({ kafka, redis, mongo }: Servers): Record<string, string> => ({
  KAFKA_BROKERS: kafka.brokers,
  REDIS_URL: redis.url,
  MONGO_URL: mongo.url,
  RW_ROOT_KEY: key,
  RW_PARTITIONS: '6',
});
