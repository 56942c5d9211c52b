import { type Document, LineCounter, parseAllDocuments } from 'yaml';

import { tooDeepAt } from './nesting.js';
import type { TextPlace } from './text-place.js';

/** One document of a text, or why it cannot be read, and where it stands or is wrong. */
export type TextDocument = TextPlace & ({ readonly content: unknown } | { readonly problem: string });

const maxAliases = 20;
/** An objective nests 8 lists and maps deep. */
const maxDepth = 32;

/** Splits a text of YAML 1.2 or JSON into its documents, in order. Empty ones are left out. */
export function textDocuments(text: string): readonly TextDocument[] {
  const deep = tooDeepAt(text, maxDepth);
  if (deep) return [{ ...deep, problem: `it must nest at most ${maxDepth} deep, got more` }];
  const lines = new LineCounter();
  const parsed = [...parseAllDocuments(text, { version: '1.2', lineCounter: lines, prettyErrors: false })];
  return parsed.map((document, i) => read(document, placeOf(document, i + 1, lines))).filter(isFilled);
}

function placeOf(document: Document.Parsed, number: number, lines: LineCounter): TextPlace {
  const at = document.errors[0]?.pos[0] ?? document.contents?.range?.[0] ?? document.range[0];
  const { line, col: column } = lines.linePos(at);
  return { document: number, line, column };
}

/** Aliases are counted, so that a small text cannot unfold into a large value. */
function read(document: Document.Parsed, place: TextPlace): TextDocument {
  const [error] = document.errors;
  if (error) return { ...place, problem: error.message };
  try {
    return { ...place, content: document.toJS({ maxAliasCount: maxAliases }) };
  } catch (cause) {
    return { ...place, problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

const isFilled = (document: TextDocument): boolean =>
  'problem' in document || (document.content !== null && document.content !== undefined);
