import { MongoDocuments } from '@roadworthy/documents/mongo';
import { KafkaLog } from '@roadworthy/stream/kafka';
import { connectRedis, RedisStateStore } from '@roadworthy/stream/redis';
import type { Logger } from '@roadworthy/telemetry';

import type { Settings } from '../settings.js';
import type { ClusterAddresses } from './cluster-addresses.js';
import type { Engines } from './engines.js';

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
  const redis = connectRedis(redisUrl, logger.for('redis'));
  const store = new RedisStateStore(redis);
  return {
    log,
    store,
    documents,
    redis,
    async close() {
      await log.close();
      await store.close();
      await documents.close();
    },
  };
}
