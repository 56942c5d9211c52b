import type { Settings } from '../settings.js';

export interface ClusterAddresses {
  readonly brokers: string;
  readonly redisUrl: string;
  readonly mongoUrl: string;
}

/** The addresses of a cluster, where the settings name one. */
export function clusterOf({ KAFKA_BROKERS, REDIS_URL, MONGO_URL }: Settings): ClusterAddresses | undefined {
  if (KAFKA_BROKERS === undefined || REDIS_URL === undefined || MONGO_URL === undefined) return undefined;
  return { brokers: KAFKA_BROKERS, redisUrl: REDIS_URL, mongoUrl: MONGO_URL };
}
