import { Lexer, LineCounter, Parser } from 'yaml';

const collections = new Set(['flow-collection', 'block-map', 'block-seq']);

/**
 * Where a text of YAML or JSON first nests deeper than `limit` lists and maps. It reads no further, and uses no stack,
 * of which the library that makes values of the text needs a part for every level.
 *
 * @returns line and column, from 1, or `undefined`
 */
export function tooDeepAt(text: string, limit: number): { readonly line: number; readonly col: number } | undefined {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    const { stack, offset } = parser;
    if (stack.length > limit && stack.filter(({ type }) => collections.has(type)).length > limit)
      return lines.linePos(offset - 1);
  }
  return undefined;
}
