import { catalogue } from './catalogue.js';
import type { AnyEvent } from './define-event.js';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';
import { keyText } from './key-text.js';
import { defaultPartitions } from './topic-specs.js';

export interface AsyncApiOptions {
  /** of the platform */
  readonly version: string;
  /** of every topic that does not fix its own number */
  readonly partitions?: number;
  /** `host:port` of the broker, where one is to be named */
  readonly host?: string;
  readonly events?: readonly AnyEvent[];
}

const bindingVersion = '0.5.0';

/** The AsyncAPI 3 document of the event bus, as seen by the platform: it sends what its services publish. */
export function asyncApiDocument({
  version,
  partitions = defaultPartitions,
  host,
  events = catalogue,
}: AsyncApiOptions): Readonly<Record<string, unknown>> {
  const byId = <T>(part: (event: AnyEvent) => T): Record<string, T> =>
    Object.fromEntries(events.map((event) => [asyncApiId(event), part(event)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Roadworthy',
      version,
      description: 'Events of the platform: CloudEvents 1.0 in Kafka binary mode, the data as JSON.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    ...(host !== undefined && { servers: { kafka: { host, protocol: 'kafka' } } }),
    channels: byId((event) => channelOf(event, partitions)),
    operations: byId(operationOf),
    components: { messages: byId(messageOf) },
  };
}

/** The topic as a name that AsyncAPI allows for parts of a document. */
export const asyncApiId = ({ topic }: Pick<AnyEvent, 'topic'>): string => topic.replace(/[<>]/g, '');

const isReceived = ({ publisher }: AnyEvent): boolean => publisher === 'any service';

const operationOf = (event: AnyEvent) => ({
  action: isReceived(event) ? 'receive' : 'send',
  channel: { $ref: `#/channels/${asyncApiId(event)}` },
  summary: event.summary,
});

function channelOf(event: AnyEvent, partitions: number) {
  const { topic, retention } = event;
  const kept =
    retention.kind === 'compacted'
      ? { 'cleanup.policy': ['compact'] }
      : { 'cleanup.policy': ['delete'], 'retention.ms': retention.ms };
  return {
    address: topic.replace('<tenant>', '{tenant}'),
    title: asyncApiId(event),
    description: `${event.summary} Partitioned by murmur2 of ${keyText(event.meetsBy)}.`,
    messages: { event: { $ref: `#/components/messages/${asyncApiId(event)}` } },
    ...(topic.includes('<tenant>') && { parameters: { tenant: { description: 'who owns the data' } } }),
    bindings: {
      kafka: { partitions: event.partitions ?? partitions, topicConfiguration: kept, bindingVersion },
    },
    'x-meets-by': keyText(event.meetsBy),
    ...(event.broadcast === true && { 'x-broadcast': true }),
  };
}

const messageOf = (event: AnyEvent) => ({
  name: event.topic,
  title: event.summary,
  contentType: 'application/json',
  headers: headersOf(event),
  payload: jsonSchemaOf(event),
  bindings: { kafka: { key: { type: 'string', description: keyText(event.key) }, bindingVersion } },
  ...(event.example !== undefined && { examples: [{ name: 'typical', payload: event.example }] }),
});

/** CloudEvents 1.0, Kafka protocol binding, binary mode. What others write to an inbox may leave them out. */
function headersOf(event: AnyEvent): JsonSchema {
  const properties = {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_type: { type: 'string', ...(isReceived(event) ? {} : { const: event.topic }) },
    ce_source: { type: 'string', format: 'uri-reference', description: 'where the event happened; with ce_id unique' },
    ce_id: { type: 'string', minLength: 1 },
    ce_time: { type: 'string', format: 'date-time' },
    'content-type': { type: 'string', ...(isReceived(event) ? {} : { const: 'application/json' }) },
    traceparent: { type: 'string', description: 'W3C trace context of what caused the event' },
  };
  const required = Object.keys(properties).filter((name) => name !== 'traceparent');
  return { type: 'object', properties, ...(!isReceived(event) && { required }) };
}
