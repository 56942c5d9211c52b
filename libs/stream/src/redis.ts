// An entry of its own, so that a process without Redis does not load its client.
export { connectRedis, type RedisClient } from './adapters/redis/connect-redis.js';
export { RedisStateStore } from './adapters/redis/redis-state-store.js';
