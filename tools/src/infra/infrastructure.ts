import { KafkaServer } from './kafka-server.js';
import { MongoServer } from './mongo-server.js';
import { RedisCluster } from './redis-cluster.js';
import { RedisServer } from './redis-server.js';

interface Started {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** How each server is started where the environment does not name one. */
const starters = {
  async KAFKA_BROKERS() {
    const { brokers, process } = await KafkaServer.start();
    return { address: brokers, stop: () => process.stop() };
  },
  async REDIS_URL() {
    const { url, process } = await RedisServer.start();
    return { address: url, stop: () => process.stop() };
  },
  async REDIS_CLUSTER_URL() {
    const cluster = await RedisCluster.start();
    return { address: cluster.url, stop: () => cluster.stop() };
  },
  async MONGO_URL() {
    const { url, process } = await MongoServer.start();
    return { address: url, stop: () => process.stop() };
  },
} satisfies Record<string, () => Promise<Started>>;

/** The servers that the cluster suites need; what the environment names is used as it is, and left running. */
export class Infrastructure {
  private constructor(
    /** by the name of the environment's variable */
    readonly addresses: ReadonlyMap<string, string>,
    private readonly started: readonly Started[],
  ) {}

  /** @throws {AggregateError} when a server could not be started; the others are stopped then */
  static async start(environment: Readonly<Record<string, string | undefined>>): Promise<Infrastructure> {
    const outcomes = await Promise.allSettled(
      Object.entries(starters).map(async ([name, start]) => {
        const given = environment[name];
        return given ? { name, address: given } : { name, ...(await start()) };
      }),
    );
    const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const infrastructure = new Infrastructure(
      new Map(servers.map(({ name, address }) => [name, address])),
      servers.filter((server) => 'stop' in server),
    );
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    if (errors.length === 0) return infrastructure;
    await infrastructure.stop();
    throw new AggregateError(errors, `servers could not be started: ${errors.map(String).join('; ')}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((server) => server.stop()));
  }
}
