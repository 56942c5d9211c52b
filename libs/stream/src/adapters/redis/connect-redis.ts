import { Cluster, Redis } from 'ioredis';

import type { ProcessorLogger } from '../../processor/processor-logger.js';

/** One server, or a cluster of them. */
export type RedisClient = Redis | Cluster;

const longestDelayMs = 500;
const silenceMs = 10_000;

const resend = 2;

const delayMs = (attempt: number): number => Math.min(50 * attempt, longestDelayMs);

/** What was in flight when a connection broke is sent again: the version of a commit tells a repetition. */
const options = {
  maxRetriesPerRequest: null,
  autoResendUnfulfilledCommands: true,
  socketTimeout: silenceMs,
  reconnectOnError: ({ message }: Error) => (message.startsWith('READONLY') ? resend : false),
} as const;

/**
 * Connects, and goes on connecting whenever the server is gone: commands wait for it, they do not fail.
 *
 * @param url - `redis://` or `rediss://`; several, separated by commas, are nodes of a Redis Cluster
 */
export function connectRedis(url: string, logger: ProcessorLogger): RedisClient {
  const urls = url.split(',');
  const client = urls.length > 1 ? connectCluster(urls) : new Redis(url, { ...options, retryStrategy: delayMs });
  client.on('error', (error) => logger.warn('redis is not reachable, trying again', { error }));
  return client;
}

function connectCluster(urls: readonly string[]): Cluster {
  const [first] = urls.map((url) => new URL(url));
  return new Cluster([...urls], {
    clusterRetryStrategy: delayMs,
    redisOptions: {
      ...options,
      ...(first?.password && {
        username: decodeURIComponent(first.username),
        password: decodeURIComponent(first.password),
      }),
      ...(first?.protocol === 'rediss:' && { tls: {} }),
    },
  });
}
