import type { Cluster, Kafka } from 'kafkajs';

/**
 * A connection that belongs to no group and can fetch from given places. The library hands it to assigners only: here
 * is one that keeps it, of a consumer that never joins.
 *
 * @throws when no broker answers
 */
export async function connectCluster(kafka: Kafka): Promise<Cluster> {
  let cluster: Cluster | undefined;
  kafka.consumer({
    groupId: 'none',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (given) => {
        cluster = given.cluster;
        return {
          name: 'none',
          version: 0,
          assign: async () => [],
          protocol: () => ({ name: 'none', metadata: nothing }),
        };
      },
    ],
  });
  if (!cluster) throw new Error('the Kafka client handed no cluster to its assigner');
  try {
    await cluster.connect();
    return cluster;
  } catch (error) {
    await cluster.disconnect();
    throw error;
  }
}

const nothing = Buffer.alloc(0);
