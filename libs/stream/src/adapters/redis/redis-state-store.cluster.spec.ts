import { SilentLogger } from '../../processor/processor-logger.js';
import { stateStoreContract } from '../../state-store/state-store.contract.js';
import { connectRedis } from './connect-redis.js';
import { RedisStateStore } from './redis-state-store.js';

// eslint-disable-next-line no-restricted-properties -- this is how the set-up of the suite hands the addresses on
const { REDIS_URL = '', REDIS_CLUSTER_URL = '' } = process.env;

const suiteOn = (name: string, url: string): void =>
  stateStoreContract(name, async () => {
    const open = (): RedisStateStore => new RedisStateStore(connectRedis(url, new SilentLogger()));
    const store = open();
    return { store, another: async () => open(), close: () => store.close() };
  });

suiteOn('Redis', REDIS_URL);
suiteOn('Redis Cluster', REDIS_CLUSTER_URL);
