import type { TopicSpec } from '@roadworthy/contracts';

/** Dead letters hold whole records as base64, so they are larger than what they hold. */
const maxMessageBytes = 4_194_304;

/** How long a compacted topic may keep what was replaced, as far as it is in the newest segment. */
const segmentMs = 86_400_000;

/** The settings of a topic, as Kafka names them. */
export const topicConfig = ({ compacted, retentionMs }: TopicSpec): { name: string; value: string }[] => [
  { name: 'cleanup.policy', value: compacted ? 'compact' : 'delete' },
  ...(compacted ? [{ name: 'segment.ms', value: String(segmentMs) }] : []),
  ...(retentionMs === undefined ? [] : [{ name: 'retention.ms', value: String(retentionMs) }]),
  { name: 'max.message.bytes', value: String(maxMessageBytes) },
];
