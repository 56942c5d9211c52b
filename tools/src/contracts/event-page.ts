import { type AnyEvent, asyncApiId, jsonSchemaOf, keyText } from '@roadworthy/contracts';

import { fieldsOf } from './fields.js';

const dayMs = 86_400_000;

/** The page of one event in the catalogue. */
export function eventPage(event: AnyEvent): string {
  return [
    `# ${event.topic}`,
    event.summary,
    table(
      ['', ''],
      [
        ['publisher', event.publisher],
        ['key', code(keyText(event.key))],
        ['meets by', code(keyText(event.meetsBy))],
        ['kept', keptText(event)],
        ['read', event.broadcast ? 'whole, by every consumer' : 'by partition'],
        ['partitions', event.partitions === undefined ? '`RW_PARTITIONS`' : String(event.partitions)],
      ],
    ),
    '## Data',
    table(
      ['field', 'type', 'required', 'meaning'],
      fieldsOf(jsonSchemaOf(event)).map(({ path, type, required, description }) => [
        code(path),
        type,
        required,
        description,
      ]),
    ),
    ...(event.example === undefined ? [] : ['## Example', block(event.example)]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The list of all events. */
export const eventIndex = (events: readonly AnyEvent[]): string =>
  [
    '# Events',
    'Every event is a CloudEvent 1.0 in Kafka binary mode: attributes in `ce_*` headers, W3C trace context, the data as JSON. Records of topics that meet by the same string lie in the partition of the same number. This folder is written by `npm run contracts` from the contracts in `libs/contracts`; [asyncapi.json](asyncapi.json) says the same in AsyncAPI 3.',
    table(
      ['topic', 'publisher', 'key', 'meets by', 'kept', 'what it is'],
      events.map((event) => [
        `[${code(event.topic)}](${pageName(event)})`,
        event.publisher,
        code(keyText(event.key)),
        code(keyText(event.meetsBy)),
        keptText(event),
        event.summary,
      ]),
    ),
  ]
    .join('\n\n')
    .concat('\n');

export const pageName = (event: AnyEvent): string => `${asyncApiId(event)}.md`;

const keptText = ({ retention }: AnyEvent): string =>
  retention.kind === 'compacted' ? 'the newest of each key' : `${retention.ms / dayMs} d`;

const code = (text: string): string => `\`${text}\``;

const block = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
