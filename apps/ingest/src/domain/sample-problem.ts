import type { z } from 'zod';

import { isReservedName } from './names.js';
import { shown } from './rejection.js';

/** What is wrong with one sample. */
export interface SampleProblem {
  /** a JSON pointer into the sample */
  readonly path: string;
  /** a stable code for programs */
  readonly code: string;
  readonly detail: string;
}

type Issue = z.core.$ZodIssue;

/** What the schema found first, or a label that it cannot see; `undefined` when the sample is good. */
export function sampleProblem(value: unknown, error: z.ZodError | undefined): SampleProblem | undefined {
  const [issue] = error?.issues ?? [];
  if (issue) return ofIssue(issue, value);
  const reserved = Object.keys(memberOf(value, 'labels') ?? {}).find(isReservedName);
  if (reserved === undefined) return undefined;
  return {
    path: pointerTo(['labels', reserved]),
    code: 'reserved-name',
    detail: `a label cannot be ${shown(reserved)}`,
  };
}

function ofIssue(issue: Issue, value: unknown): SampleProblem {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const code = issue.code === 'unrecognized_keys' ? 'unknown-field' : issue.code.replaceAll('_', '-');
  return { path: pointerTo(path), code, detail: detailOf(issue, path, value) };
}

/** The message with the value that it is about, unless it says it already. */
function detailOf(issue: Issue, path: readonly PropertyKey[], value: unknown): string {
  const message = messageOf(issue);
  if (message.includes('got ')) return message;
  if (issue.code === 'invalid_key') return `${message}, got ${shown(path.at(-1))}`;
  return `${message}, got ${shown(path.reduce(memberOf, value))}`;
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'unrecognized_keys':
      return `unknown field ${shown(issue.keys[0])}`;
    default:
      return issue.message;
  }
}

const memberOf = (value: unknown, name: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
