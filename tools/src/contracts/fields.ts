import type { JsonSchema } from '@roadworthy/contracts';

/** One line of a table of fields. */
export interface Field {
  readonly path: string;
  readonly type: string;
  /** relative to its parent: yes, no, or with which kinds of the parent */
  readonly required: string;
  readonly description: string;
}

const isNode = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const nodesOf = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value.filter(isNode) : []);
const optionsOf = ({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] => [...nodesOf(anyOf), ...nodesOf(oneOf)];

/** The fields of a schema, those of nested objects below their parent. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = isNode(schema.properties) ? Object.entries(schema.properties) : [];
  return properties.flatMap(([name, child]) => {
    if (!isNode(child)) return [];
    const path = `${prefix}${name}`;
    return [
      {
        path,
        type: typeOf(child),
        required: required.has(name) ? 'yes' : 'no',
        description: String(child.description ?? ''),
      },
      ...nestedFields(child, path),
    ];
  });
}

function nestedFields(schema: JsonSchema, path: string): Field[] {
  const options = optionsOf(schema);
  if (options.length > 0) return mergedFields(options, path);
  return isNode(schema.items) ? nestedFields(schema.items, `${path}[]`) : fieldsOf(schema, `${path}.`);
}

/** Several options may share a field: it is listed once, with the options that have it where not all do. */
function mergedFields(options: readonly JsonSchema[], path: string): Field[] {
  const found = options.map((option) => ({ kind: kindOf(option), fields: nestedFields(option, path) }));
  const paths = new Set(found.flatMap(({ fields }) => fields.map((field) => field.path)));
  return [...paths].flatMap((place) => {
    const holders = found.flatMap(({ kind, fields }) =>
      fields.filter((field) => field.path === place).map((field) => ({ kind, field })),
    );
    const [first] = holders;
    if (!first) return [];
    const type = [...new Set(holders.map(({ field }) => field.type))].join(' or ');
    const isOwn = place.lastIndexOf('.') === path.length;
    const plain = holders.length === options.length || !isOwn || first.field.required === 'no';
    return { ...first.field, type, required: plain ? first.field.required : `with ${orList(holders)}` };
  });
}

const orList = (holders: readonly { readonly kind: string }[]): string => holders.map(({ kind }) => kind).join(' or ');

/** The constant that tells an option from the others; its first field where there is none. */
function kindOf({ properties }: JsonSchema): string {
  const own = isNode(properties) ? Object.entries(properties) : [];
  const kind = own.find(([, schema]) => isNode(schema) && schema.const !== undefined)?.[1];
  return isNode(kind) ? JSON.stringify(kind.const) : (own[0]?.[0] ?? '');
}

function typeOf(schema: JsonSchema): string {
  const options = optionsOf(schema);
  if (options.length > 0) return [...new Set(options.map(typeOf))].join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.type === 'array') return isNode(schema.items) ? `list of ${typeOf(schema.items)}` : tupleOf(schema);
  if (schema.type === 'object') return objectOf(schema);
  return [schema.type, schema.format].filter(Boolean).join(', ');
}

const tupleOf = ({ items }: JsonSchema): string => `[${nodesOf(items).map(typeOf).join(', ')}]`;

const objectOf = ({ additionalProperties }: JsonSchema): string =>
  isNode(additionalProperties) ? `map of ${typeOf(additionalProperties)}` : 'object';
