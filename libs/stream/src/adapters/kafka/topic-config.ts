import type { TopicSpec } from '@roadworthy/contracts';

/** Dead letters hold whole records as base64, so they are larger than what they hold. */
const maxMessageBytes = 4_194_304;

/** The settings of a topic, as Kafka names them. */
export const topicConfig = ({ compacted, retentionMs }: TopicSpec): { name: string; value: string }[] => [
  { name: 'cleanup.policy', value: compacted ? 'compact' : 'delete' },
  ...(retentionMs === undefined ? [] : [{ name: 'retention.ms', value: String(retentionMs) }]),
  { name: 'max.message.bytes', value: String(maxMessageBytes) },
];
