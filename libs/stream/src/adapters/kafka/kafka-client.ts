import kafkajs, { type Kafka, type logCreator, type SASLOptions } from 'kafkajs';

import type { ProcessorLogger } from '../../processor/processor-logger.js';
import { restIdleRequestQueues } from './idle-request-queue.js';

restIdleRequestQueues();

export interface KafkaOptions {
  /** `host:port`, separated by commas */
  readonly brokers: string;
  readonly clientId: string;
  readonly logger: ProcessorLogger;
  readonly ssl?: boolean;
  readonly sasl?: SASLOptions;
}

/** For members of groups. Given everywhere, since the library's defaults end in errors after a short outage. */
export const patient = { retries: 100, initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, factor: 0.2 };

/** For clients that are thrown away and made anew when they do not heal: some of them never do. */
export const impatient = { ...patient, retries: 6 };

const connectionTimeoutMs = 3_000;

/** The library's client; each consumer needs one of its own, since consumers of one client share their offsets. */
export const createKafka = ({ brokers, clientId, logger, ssl, sasl }: KafkaOptions, retry = impatient): Kafka =>
  new kafkajs.Kafka({
    brokers: brokers.split(',').map((broker) => broker.trim()),
    clientId,
    connectionTimeout: connectionTimeoutMs,
    retry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: logTo(logger),
    ...(ssl !== undefined && { ssl }),
    ...(sasl && { sasl }),
  });

/** What the library calls an error it mostly mends itself; what it cannot mend reaches us as an exception. */
const logTo =
  (logger: ProcessorLogger): logCreator =>
  () =>
  ({ namespace, log: { message, error } }) =>
    logger.warn('kafka client', { namespace, message, error });
