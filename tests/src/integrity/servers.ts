import { KafkaServer, MongoServer, RedisServer } from '@roadworthy/tools';

const key = 'a-key-of-the-integrity-suite';

/** Real servers, and what a process of the platform must know to use them. */
export class Servers {
  readonly key = key;
  readonly headers = { authorization: `Bearer ${key}` };

  private constructor(
    readonly kafka: KafkaServer,
    readonly redis: RedisServer,
    private readonly mongo: MongoServer,
  ) {}

  static async start(): Promise<Servers> {
    return new Servers(...(await Promise.all([KafkaServer.start(), RedisServer.start(), MongoServer.start()])));
  }

  /** @param partitions - of each topic that is made */
  environment(partitions: number): Record<string, string> {
    return {
      KAFKA_BROKERS: this.kafka.brokers,
      REDIS_URL: this.redis.url,
      MONGO_URL: this.mongo.url,
      RW_ROOT_KEY: key,
      RW_PARTITIONS: String(partitions),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.kafka, this.redis, this.mongo].map(({ process }) => process.stop()));
  }
}
