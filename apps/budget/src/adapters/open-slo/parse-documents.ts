import { parseAllDocuments } from 'yaml';

import { tooDeepAt } from './nesting.js';

/** A text that is neither YAML nor JSON. */
export class UnreadableTextError extends Error {
  readonly code = 'unreadable-text';
}

const maxAliases = 20;
/** An objective nests 8 lists and maps deep. */
const maxDepth = 32;

/**
 * Splits a text of YAML or JSON into its documents. Empty ones are left out.
 *
 * @throws {UnreadableTextError} with line and column
 */
export function parseDocuments(text: string): unknown[] {
  mustBeShallow(text);
  const parsed = parseAllDocuments(text, { version: '1.2', prettyErrors: true });
  return [...parsed].flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new UnreadableTextError(error.message.split('\n', 1)[0], { cause: error });
    return plainValue(document) ?? [];
  });
}

function mustBeShallow(text: string): void {
  const place = tooDeepAt(text, maxDepth);
  if (!place) return;
  const { line, col } = place;
  throw new UnreadableTextError(`it must nest at most ${maxDepth} deep, got more at line ${line}, column ${col}`);
}

/** Aliases are counted, so that a small text cannot unfold into a large value. */
function plainValue(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    throw new UnreadableTextError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
