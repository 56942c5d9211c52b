import kafkajs, { type Kafka, type logCreator } from 'kafkajs';

import type { ProcessorLogger } from '../../processor/processor-logger.js';

/** Given everywhere, since the library's defaults end in errors after a short outage, and differ under test. */
export const retry = { retries: 100, initialRetryTime: 100, maxRetryTime: 1_000 };

const connectionTimeoutMs = 3_000;

export interface KafkaOptions {
  /** `host:port`, comma separated */
  readonly brokers: string;
  readonly clientId: string;
  readonly logger: ProcessorLogger;
}

/** The library's client; it connects when it is used. */
export const createKafka = ({ brokers, clientId, logger }: KafkaOptions): Kafka =>
  new kafkajs.Kafka({
    brokers: brokers.split(',').map((broker) => broker.trim()),
    clientId,
    connectionTimeout: connectionTimeoutMs,
    retry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: logTo(logger),
  });

/** What the library calls an error it mostly mends itself; what it cannot mend reaches us as an exception. */
const logTo =
  (logger: ProcessorLogger): logCreator =>
  () =>
  ({ namespace, log: { message, error } }) =>
    logger.warn('kafka client', { namespace, message, error });
