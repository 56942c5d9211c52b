import { randomUUID } from 'node:crypto';

import { logContract } from '../../log/log.contract.js';
import { SilentLogger } from '../../processor/processor-logger.js';
import { KafkaLog } from './kafka-log.js';

// eslint-disable-next-line no-restricted-properties -- this is how the set-up of the suite hands the address on
const { KAFKA_BROKERS: brokers = '' } = process.env;

const open = (): Promise<KafkaLog> =>
  KafkaLog.connect({ brokers, clientId: `test-${randomUUID()}`, logger: new SilentLogger(), replication: 1 });

logContract('Kafka', async () => {
  const logs = [await open()];
  return {
    log: logs[0] as KafkaLog,
    another: async () => {
      const log = await open();
      logs.push(log);
      return log;
    },
    close: async () => {
      await Promise.all(logs.map((log) => log.close()));
    },
  };
});
