import { type LabelMatcher, type SampleSelector, sampleSelector } from '@roadworthy/contracts';
import { findings, houseForm } from '@roadworthy/http/messages';

import { InvalidPatternError, linearPattern } from '../../domain/linear-pattern.js';

export class InvalidSelectorError extends Error {
  readonly code = 'invalid-selector';
}

/** Reads a text from left to right, one expected thing after the other. */
class Scanner {
  private at = 0;
  constructor(private readonly text: string) {}

  /** @param token - sticky */
  take(token: RegExp): string | undefined {
    this.skip(/\s*/y);
    return this.skip(token);
  }

  expect(token: RegExp, name: string): string {
    return this.take(token) ?? this.fail(`expected ${name}`);
  }

  fail(problem: string): never {
    const rest = this.text.slice(this.at, this.at + 12);
    throw new InvalidSelectorError(`${problem} at column ${this.at + 1}, got ${rest ? `"${rest}"` : 'the end'}`);
  }

  private skip(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

/**
 * Reads a selector in the notation of Prometheus: `http.requests{route="/stories", status=~"5.."}`. Names may hold the
 * dots, dashes and slashes that OpenTelemetry writes. Values stand in double or single quotes, where a backslash
 * escapes itself and the quote, or in backticks, where it stands for itself.
 *
 * @throws {InvalidSelectorError}
 */
export function parseSelector(text: string): SampleSelector {
  const scanner = new Scanner(text);
  const name = scanner.expect(/[a-zA-Z_:][a-zA-Z0-9_:./-]*/y, 'the name of a metric');
  const match = scanner.take(/\{/y) === undefined ? [] : conditions(scanner);
  if (scanner.take(/$/y) === undefined) scanner.fail('expected the end');
  const selector = { name, match };
  const { success, data, error } = sampleSelector.safeParse(selector, houseForm);
  if (!success) throw new InvalidSelectorError(findings(error, selector, 'selector')[0]?.detail, { cause: error });
  return data;
}

function conditions(scanner: Scanner): LabelMatcher[] {
  const found: LabelMatcher[] = [];
  while (scanner.take(/\}/y) === undefined) {
    found.push(condition(scanner));
    if (scanner.take(/,/y) !== undefined) continue;
    scanner.expect(/\}/y, ', or }');
    break;
  }
  return found;
}

function condition(scanner: Scanner): LabelMatcher {
  const label = scanner.expect(/[a-zA-Z_][a-zA-Z0-9_./-]*/y, 'a label or }');
  const op = ops.get(scanner.expect(/=~|!~|!=|=/y, 'one of = != =~ !~')) ?? '=';
  const value = unquoted(scanner.expect(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/y, 'a quoted value'));
  if (op === '=~' || op === '!~') assertPattern(value);
  return { label, op, value };
}

const ops = new Map((['=', '!=', '=~', '!~'] as const).map((op) => [op as string, op]));

function unquoted(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inner;
  return inner.replace(/\\(.)/g, (escape, character: string) => {
    if ('\\"\''.includes(character)) return character;
    throw new InvalidSelectorError(`unknown escape ${escape} in ${quoted}: write \\${escape}, or use backticks`);
  });
}

function assertPattern(pattern: string): void {
  try {
    linearPattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new InvalidSelectorError(error.message, { cause: error });
  }
}
