import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A pattern that RE2 does not take: broken, or one that could not be matched in linear time. */
export class InvalidPatternError extends Error {
  readonly code = 'invalid-pattern';
  constructor(
    readonly pattern: string,
    cause: RE2JSSyntaxException,
  ) {
    super(`${cause.error} in the pattern ${pattern}`, { cause });
  }
}

/**
 * Compiles a pattern as Prometheus does: RE2 syntax, anchored at both ends, the dot takes every character. Matching
 * takes time linear in the value, whatever the pattern.
 *
 * @throws {InvalidPatternError}
 */
export function linearPattern(pattern: string): (value: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    return (value) => compiled.matches(value);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw new InvalidPatternError(pattern, error);
    throw error;
  }
}
