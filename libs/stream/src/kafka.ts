// An entry of its own, so that a process without Kafka does not load its client.
export { KafkaLog, type KafkaLogOptions } from './adapters/kafka/kafka-log.js';
