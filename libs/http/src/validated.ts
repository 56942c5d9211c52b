import type { z } from 'zod';

import { Problem, type ProblemItem } from './problem.js';

/** @returns a JSON pointer, as RFC 6901 writes it */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Everything that a schema found wrong, each with its place. @param at - where the value stands in the body */
export const problemItems = ({ issues }: z.core.$ZodError, at: readonly PropertyKey[] = []): ProblemItem[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: jsonPointer([...at, ...issue.path, key]),
          code: 'unknown-field',
          detail: `unknown field ${JSON.stringify(key)}`,
        }))
      : [
          {
            pointer: jsonPointer([...at, ...issue.path]),
            code: issue.code.replaceAll('_', '-'),
            detail: issue.message,
          },
        ],
  );

/** Checks a value that came from outside. @throws {Problem} 400 with a pointer for each thing that is wrong */
export function validated<S extends z.ZodType>(schema: S, value: unknown, where = 'body'): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = problemItems(result.error);
  const [first] = errors;
  throw new Problem({
    status: 400,
    code: `invalid-${where}`,
    detail: `${where}${first?.pointer ?? ''}: ${first?.detail ?? 'invalid'}`,
    errors,
  });
}
