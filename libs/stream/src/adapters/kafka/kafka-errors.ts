import kafkajs from 'kafkajs';

const { KafkaJSOffsetOutOfRange, KafkaJSProtocolError } = kafkajs;

/** The brokers' own answer, below what the library wraps around it when its retries end. */
function answerOf(error: unknown): unknown {
  if (error instanceof KafkaJSProtocolError) return error;
  return error instanceof Error && error.cause !== undefined ? answerOf(error.cause) : undefined;
}

/** The brokers will never accept this, however often it is asked. */
export function isRefusal(error: unknown): boolean {
  const answer = answerOf(error);
  return answer instanceof KafkaJSProtocolError && !answer.retriable;
}

export function isUnknownTopic(error: unknown): boolean {
  const answer = answerOf(error);
  return answer instanceof KafkaJSProtocolError && answer.type === 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** @returns the partition that has no record at the offset that was asked for */
export function outOfRange(error: unknown): { readonly topic: string; readonly partition: number } | undefined {
  const answer = answerOf(error);
  return answer instanceof KafkaJSOffsetOutOfRange ? answer : undefined;
}
