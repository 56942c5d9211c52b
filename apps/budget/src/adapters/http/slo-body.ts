import { utf8Text } from '@roadworthy/contracts';
import { Problem } from '@roadworthy/http';

import type { ObjectiveDocument } from '../../application/objective-document.js';
import { parseDocuments, UnreadableTextError } from '../open-slo/parse-documents.js';
import { readOpenSlo } from '../open-slo/read-open-slo.js';

/** One OpenSLO document of kind SLO, from YAML or JSON. @throws {Problem} with a pointer for everything that is wrong */
export function sloOfBody(body: unknown): ObjectiveDocument {
  const source = oneDocument(body);
  const reading = readOpenSlo(source);
  if (reading.kind === 'objective') {
    const { service, objective, spec } = reading;
    return { service, objective, spec, source };
  }
  if (reading.kind === 'service') throw refused('/kind', 'kind must be SLO, got Service');
  const [first] = reading.problems;
  throw new Problem({
    status: 400,
    code: 'invalid-slo',
    detail: `body${first?.pointer ?? ''}: ${first?.message ?? 'not an objective'}`,
    errors: reading.problems.map(({ pointer, message }) => ({ pointer, code: 'open-slo', detail: message })),
  });
}

function oneDocument(body: unknown): unknown {
  const documents = readDocuments(body);
  if (documents.length !== 1) throw refused('', `body must hold one document, got ${documents.length}`);
  return documents[0];
}

function readDocuments(body: unknown): unknown[] {
  try {
    return parseDocuments(utf8Text(body instanceof Uint8Array ? body : new Uint8Array()));
  } catch (cause) {
    if (!(cause instanceof UnreadableTextError || cause instanceof TypeError)) throw cause;
    const detail = `body is neither YAML nor JSON: ${cause.message}`;
    throw new Problem({ status: 400, code: 'unreadable-text', detail, cause });
  }
}

const refused = (pointer: string, detail: string): Problem =>
  new Problem({ status: 400, code: 'invalid-slo', detail, errors: [{ pointer, code: 'open-slo', detail }] });
