import type { JsonSchema } from '@roadworthy/contracts';

type Node = JsonSchema;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const nodesOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
const entriesOf = (value: unknown): [string, Node][] =>
  isNode(value) ? Object.entries(value).filter((entry): entry is [string, Node] => isNode(entry[1])) : [];
const namesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];

/**
 * What data or readers of the earlier schema would not survive under the later one.
 *
 * @param path - where in the data the two schemas apply, for the sentences
 */
export function schemaBreaks(before: Node, after: Node, path = ''): string[] {
  const at = path || 'the data';
  if (unionOf(before).length > 0 || unionOf(after).length > 0) return unionBreaks(before, after, path);
  if (before.type !== after.type) return [`${at} changed its type from ${shown(before.type)} to ${shown(after.type)}`];
  return [
    ...valueBreaks(before, after, at),
    ...limitBreaks(before, after, at),
    ...propertyBreaks(before, after, path),
    ...itemBreaks(before, after, path),
    ...mapBreaks(before, after, path),
  ];
}

const unionOf = ({ anyOf, oneOf }: Node): readonly Node[] => [...nodesOf(anyOf), ...nodesOf(oneOf)];

/** Every earlier option must live on in one of the later ones; further options are additions. */
function unionBreaks(before: Node, after: Node, path: string): string[] {
  const later = unionOf(after).length > 0 ? unionOf(after) : [after];
  const earlier = unionOf(before).length > 0 ? unionOf(before) : [before];
  return earlier.flatMap((option) => {
    const attempts = later.map((candidate) => schemaBreaks(option, candidate, path));
    const [closest = [`${path || 'the data'} lost an option`]] = attempts.sort((a, b) => a.length - b.length);
    return closest;
  });
}

const valuesOf = ({ const: only, enum: several }: Node): readonly unknown[] | undefined =>
  only !== undefined ? [only] : Array.isArray(several) ? several : undefined;

function valueBreaks(before: Node, after: Node, at: string): string[] {
  const later = valuesOf(after);
  if (!later) return [];
  const earlier = valuesOf(before);
  if (!earlier) return [`${at} is now limited to ${later.map(shown).join(', ')}`];
  const lost = earlier.filter((value) => !later.includes(value));
  return lost.length > 0 ? [`${at} no longer allows ${lost.map(shown).join(', ')}`] : [];
}

const upper = ['maxLength', 'maxItems', 'maxProperties'];
const lower = ['minLength', 'minItems', 'minProperties'];
const exact = ['pattern', 'format', 'contentEncoding', 'multipleOf'];

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** A limit that is new or tighter refuses what is already there; one that is looser or gone does not. */
function limitBreaks(before: Node, after: Node, at: string): string[] {
  const names = [
    ...upper.filter((name) => numberOr(after[name], Infinity) < numberOr(before[name], Infinity)),
    ...lower.filter((name) => numberOr(after[name], 0) > numberOr(before[name], 0)),
    ...exact.filter((name) => after[name] !== undefined && after[name] !== before[name]),
  ];
  const [from, to] = [rangeOf(before), rangeOf(after)];
  return [
    ...names.map((name) => `${at} is limited more: ${name} from ${shown(before[name])} to ${shown(after[name])}`),
    ...(to.least > from.least ? [`${at} is limited more: at least ${to.least}`] : []),
    ...(to.most < from.most ? [`${at} is limited more: at most ${to.most}`] : []),
  ];
}

/** An exclusive limit is the next value inside it, so that `> 0` and `>= 1` are the same for integers. */
function rangeOf({ type, minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Node) {
  const step = (limit: number): number =>
    type === 'integer' ? 1 : Math.abs(limit) * Number.EPSILON + Number.MIN_VALUE;
  const above = numberOr(exclusiveMinimum, -Infinity);
  const below = numberOr(exclusiveMaximum, Infinity);
  return {
    least: Math.max(numberOr(minimum, -Infinity), above === -Infinity ? above : above + step(above)),
    most: Math.min(numberOr(maximum, Infinity), below === Infinity ? below : below - step(below)),
  };
}

function propertyBreaks(before: Node, after: Node, path: string): string[] {
  const later = new Map(entriesOf(after.properties));
  const wasRequired = new Set(namesOf(before.required));
  const isRequired = new Set(namesOf(after.required));
  const kept = entriesOf(before.properties).flatMap(([name, schema]) => {
    const place = path ? `${path}.${name}` : name;
    const found = later.get(name);
    if (!found) return [`${place} is gone`];
    return [
      ...(wasRequired.has(name) && !isRequired.has(name) ? [`${place} may now be absent`] : []),
      ...schemaBreaks(schema, found, place),
    ];
  });
  const demanded = [...isRequired].filter((name) => !wasRequired.has(name));
  return [...kept, ...demanded.map((name) => `${path ? `${path}.${name}` : name} is now required`)];
}

function itemBreaks(before: Node, after: Node, path: string): string[] {
  const place = `${path}[]`;
  if (isNode(before.items) && isNode(after.items)) return schemaBreaks(before.items, after.items, place);
  const [earlier, later] = [nodesOf(before.items), nodesOf(after.items)];
  if (earlier.length !== later.length || isNode(before.items) !== isNode(after.items))
    return [`${place} changed its length`];
  return earlier.flatMap((item, i) => schemaBreaks(item, later[i] ?? {}, `${path}[${i}]`));
}

/** Maps: what their names and values look like, and whether unknown fields are let through. */
function mapBreaks(before: Node, after: Node, path: string): string[] {
  const at = path || 'the data';
  if (before.additionalProperties !== false && after.additionalProperties === false)
    return [`${at} now refuses unknown fields`];
  return (['propertyNames', 'additionalProperties'] as const).flatMap((part) => {
    const [from, to] = [before[part], after[part]];
    if (!isNode(to)) return [];
    return isNode(from) ? schemaBreaks(from, to, `${path}.*`) : [`${at} now limits what its fields hold`];
  });
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : String(JSON.stringify(value)));
