import { Infrastructure } from '@roadworthy/tools';

/** Where the servers of a cluster are. */
export type Servers = Readonly<Record<'KAFKA_BROKERS' | 'REDIS_URL' | 'MONGO_URL', string>>;

/** Starts real servers for as long as the action takes. */
export async function withServers<T>(action: (servers: Servers) => Promise<T>): Promise<T> {
  const infrastructure = await Infrastructure.start(process.env);
  try {
    const address = (name: string): string => infrastructure.addresses.get(name) ?? '';
    return await action({
      KAFKA_BROKERS: address('KAFKA_BROKERS'),
      REDIS_URL: address('REDIS_URL'),
      MONGO_URL: address('MONGO_URL'),
    });
  } finally {
    await infrastructure.stop();
  }
}
