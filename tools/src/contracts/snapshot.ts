import { type AnyEvent, jsonSchemaOf, keyText, type JsonSchema, type Retention } from '@roadworthy/contracts';

/** What others rely on about one topic. Written to a file, so that a change shows in review and can be judged. */
export interface TopicSnapshot {
  readonly topic: string;
  readonly key: string;
  readonly meetsBy: string;
  readonly retention: Retention['kind'];
  readonly broadcast: boolean;
  /** where the contract fixes it */
  readonly partitions?: number;
  readonly data: JsonSchema;
}

export const snapshotOf = (event: AnyEvent): TopicSnapshot => ({
  topic: event.topic,
  key: keyText(event.key),
  meetsBy: keyText(event.meetsBy),
  retention: event.retention.kind,
  broadcast: event.broadcast ?? false,
  ...(event.partitions !== undefined && { partitions: event.partitions }),
  data: jsonSchemaOf(event),
});
