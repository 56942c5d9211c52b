import type { TopicSpec } from '@roadworthy/contracts';

const maxMessageBytes = 1_048_576;

/** Dead letters hold whole records as base64: the largest record of any other topic must fit, or nothing could leave. */
const maxDeadLetterBytes = 4 * maxMessageBytes;

const maxBytesOf = (topic: string): number =>
  topic.startsWith('rw.deadletters.') ? maxDeadLetterBytes : maxMessageBytes;

/** How long a compacted topic may keep what was replaced, as far as it is in the newest segment. */
const segmentMs = 86_400_000;

/** The settings of a topic, as Kafka names them. */
export const topicConfig = ({ topic, compacted, retentionMs }: TopicSpec): { name: string; value: string }[] => [
  { name: 'cleanup.policy', value: compacted ? 'compact' : 'delete' },
  ...(compacted ? [{ name: 'segment.ms', value: String(segmentMs) }] : []),
  ...(retentionMs === undefined ? [] : [{ name: 'retention.ms', value: String(retentionMs) }]),
  { name: 'max.message.bytes', value: String(maxBytesOf(topic)) },
];
