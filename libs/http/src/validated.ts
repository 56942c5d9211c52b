import type { z } from 'zod';

import { findings, houseForm } from './messages.js';
import { Problem } from './problem.js';

/** Checks a value that came from outside. @throws {Problem} 400 with a pointer for each thing that is wrong */
export function validated<S extends z.ZodType>(schema: S, value: unknown, where = 'body'): z.output<S> {
  const result = schema.safeParse(value, houseForm);
  if (result.success) return result.data;
  const errors = findings(result.error, value, where).map(({ pointer, code, detail }) => ({ pointer, code, detail }));
  const [first] = errors;
  throw new Problem({
    status: 400,
    code: `invalid-${where}`,
    detail: `${where}${first?.pointer ?? ''}: ${first?.detail ?? 'invalid'}`,
    errors,
  });
}
