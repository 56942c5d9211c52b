export { freePorts } from './infra/free-port.js';
export { Infrastructure } from './infra/infrastructure.js';
export { KafkaServer } from './infra/kafka-server.js';
export { MongoServer } from './infra/mongo-server.js';
export { RedisCluster } from './infra/redis-cluster.js';
export { RedisServer } from './infra/redis-server.js';
export { isOnPath, missingPrograms } from './infra/requirements.js';
export { ServerProcess, temporaryFolder } from './infra/server-process.js';
