import { textDocuments } from '@roadworthy/documents/text';

/** A text that is neither YAML nor JSON. */
export class UnreadableTextError extends Error {
  readonly code = 'unreadable-text';
}

/**
 * The documents of a text of YAML or JSON. Empty ones are left out.
 *
 * @throws {UnreadableTextError} with line and column
 */
export const parseDocuments = (text: string): unknown[] =>
  textDocuments(text).map((document) => {
    if ('content' in document) return document.content;
    const { problem, line, column } = document;
    throw new UnreadableTextError(`${problem} at line ${line}, column ${column}`);
  });
