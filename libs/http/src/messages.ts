import type { z } from 'zod';

type Path = readonly PropertyKey[];
type RawIssue = z.core.$ZodRawIssue;

/** One thing that a schema found wrong. */
export interface Finding {
  /** a JSON pointer (RFC 6901) into the value; empty for the value itself */
  readonly pointer: string;
  readonly path: Path;
  /** a stable code for programs */
  readonly code: string;
  /** one sentence with the name and the value: `limit must be at least 1, got 0` */
  readonly detail: string;
}

const maxShown = 60;
const maxItems = 5;
const maxDepth = 3;

/** A value as a message shows it: JSON, cut to a readable length however large or deep the value is. */
export function shown(value: unknown): string {
  const text = textOf(value, maxDepth);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, maxShown + 1));
  if (value === undefined) return 'nothing';
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  const names = Object.keys(isList ? value.slice(0, maxItems + 1) : value);
  const items = names.slice(0, maxItems).map((name) => {
    const item = depth === 0 ? '…' : textOf(Reflect.get(value, name), depth - 1);
    return isList ? item : `${textOf(name, 0)}:${item}`;
  });
  const list = names.length > maxItems ? [...items, '…'] : items;
  return isList ? `[${list.join()}]` : `{${list.join()}}`;
}

/** @returns a JSON pointer, as RFC 6901 writes it */
export const jsonPointer = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** For `safeParse`, before `findings`: what a schema says that has no message of its own. */
export const houseForm: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => demandOf(issue),
  reportInput: true,
};

/**
 * Everything that a schema found wrong in a value that it parsed with `houseForm`.
 *
 * @param root - what messages call the value itself
 */
export const findings = ({ issues }: Pick<z.core.$ZodError, 'issues'>, value: unknown, root = 'value'): Finding[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownField([...issue.path, key], value))
      : [finding(issue, value, root)],
  );

function unknownField(path: Path, value: unknown): Finding {
  const detail = `unknown field ${shown(path.at(-1))}, got ${shown(path.reduce(memberOf, value))}`;
  return { pointer: jsonPointer(path), path, code: 'unknown-field', detail };
}

function finding(issue: z.core.$ZodIssue, value: unknown, root: string): Finding {
  const { code, path, input } = issue;
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const sentence = message.startsWith('must ') ? `${nameOf(path, root)} ${message}` : message;
  // What was read as a number and is none is shown as it came.
  const got = Number.isNaN(input) ? path.reduce(memberOf, value) : input;
  const detail = sentence.includes('got ') ? sentence : `${sentence}, got ${shown(got)}`;
  return { pointer: jsonPointer(path), path, code: code.replaceAll('_', '-'), detail };
}

const memberOf = (value: unknown, name: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

/** `counts/1` for the second of `counts` */
function nameOf(path: Path, root: string): string {
  const named = path.findLastIndex((part) => typeof part === 'string');
  return path.length === 0 ? root : path.slice(Math.max(0, named)).map(String).join('/');
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'an integer',
  nonoptional: 'given',
  object: 'an object',
  record: 'an object',
};

/** What the issue asks for, without the name of what it is about. */
function demandOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => shown(value)).join(', ')}`;
    case 'too_small':
      return sizeDemand(issue, { bound: issue.minimum, inclusive: 'at least', exclusive: 'above' });
    case 'too_big':
      return sizeDemand(issue, { bound: issue.maximum, inclusive: 'at most', exclusive: 'below' });
    case 'invalid_format':
      return issue.format === 'regex' ? `must match ${issue.pattern}` : `must be a valid ${issue.format}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return unionDemand(issue.errors);
    default:
      return 'must be valid';
  }
}

interface Bound {
  readonly bound: number | bigint;
  readonly inclusive: string;
  readonly exclusive: string;
}

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'items' };

function sizeDemand(
  { origin, exact, inclusive: isInclusive, input }: z.core.$ZodRawIssue & { origin: string; exact?: boolean },
  { bound, inclusive, exclusive }: Bound,
): string {
  const limit = exact === true ? `exactly ${bound}` : `${isInclusive === false ? exclusive : inclusive} ${bound}`;
  const unit = units[origin];
  if (unit === undefined) return `must be ${limit}`;
  const length = typeof input === 'string' || Array.isArray(input) ? input.length : 'another number';
  return `must have ${limit} ${unit}, got ${length}`;
}

/** `must be a number or a string`, from what each form asked for first */
function unionDemand(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const demands = errors.flatMap(([first]) => /^must be ([^,]+)$/.exec(first?.message ?? '')?.[1] ?? []);
  return demands.length === errors.length && demands.length > 0
    ? `must be ${[...new Set(demands)].join(' or ')}`
    : 'must have one of its forms';
}
