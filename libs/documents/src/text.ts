// An entry of its own, so that only those who read texts load the parser.
export { type TextDocument, textDocuments } from './text/text-documents.js';
