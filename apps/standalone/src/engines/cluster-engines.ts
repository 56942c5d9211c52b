import { MongoDocuments } from '@roadworthy/documents';
import { connectRedis, KafkaLog, RedisStateStore } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';

import type { Settings } from '../settings.js';
import type { Engines } from './engines.js';

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

/**
 * Log on Kafka, state in Redis, documents in MongoDB.
 *
 * @throws when Kafka or MongoDB does not answer in time
 */
export async function openClusterEngines(
  { brokers, redisUrl, mongoUrl }: ClusterAddresses,
  { RW_ROLE, RW_REPLICATION: replication, RW_INSTANCE: instance }: Settings,
  logger: Logger,
): Promise<Engines> {
  const [documents, log] = await Promise.all([
    MongoDocuments.connect(mongoUrl),
    KafkaLog.connect({
      brokers,
      clientId: `roadworthy-${RW_ROLE}`,
      logger: logger.for('kafka'),
      replication,
      ...(instance !== undefined && { instance }),
    }),
  ]);
  const store = new RedisStateStore(connectRedis(redisUrl, logger.for('redis')));
  return {
    log,
    store,
    documents,
    async close() {
      await log.close();
      await store.close();
      await documents.close();
    },
  };
}
