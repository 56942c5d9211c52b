import { Lexer, LineCounter, Parser } from 'yaml';

import type { TextPlace } from './text-place.js';

const collections = new Set(['flow-collection', 'block-map', 'block-seq']);

/**
 * Where a text of YAML or JSON first nests deeper than `limit` lists and maps, if it does. It reads no further, and uses
 * no stack, of which the library that makes values of the text needs a part for every level.
 */
export function tooDeepAt(text: string, limit: number): TextPlace | undefined {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let document = 1;
  for (const lexeme of new Lexer().lex(text)) {
    document += Array.from(parser.next(lexeme)).filter(({ type }) => type === 'document').length;
    const { stack, offset } = parser;
    if (stack.length <= limit || stack.filter(({ type }) => collections.has(type)).length <= limit) continue;
    const { line, col: column } = lines.linePos(offset - 1);
    return { document, line, column };
  }
  return undefined;
}
