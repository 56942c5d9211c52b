import { readFile } from 'node:fs/promises';

import { type TextDocument, textDocuments } from '@roadworthy/documents/text';
import { z } from 'zod';

import { messageOf, UsageError } from './failure.js';
import type { ProblemItem } from './schemas.js';

const openSloHead = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string().regex(/[^.]/) }),
  spec: z.looseObject({ service: z.string().optional() }),
});

/** A document, and where it stands. */
export interface PlacedDocument {
  readonly file: string;
  /** in its file, from 1 */
  readonly document: number;
  /** what of it says which objective it is */
  readonly head: z.output<typeof openSloHead>;
  /** all of it, as it was written */
  readonly content: unknown;
}

/** What there is, and what of it cannot be used. */
interface Read {
  readonly documents: readonly PlacedDocument[];
  readonly errors: readonly ProblemItem[];
}

interface Place {
  readonly file: string;
  readonly document: number;
  readonly line: number;
}

/**
 * The OpenSLO documents of files of YAML or JSON, in order. Empty ones are left out.
 *
 * @param files - paths; `-` is standard input
 * @throws {UsageError} naming everything that cannot be read, with file, document and line
 */
export async function readOpenSlo(
  files: readonly string[],
  stdin: () => Promise<string>,
): Promise<readonly PlacedDocument[]> {
  const reads: Read[] = [];
  for (const file of files) reads.push(await readFileOf(file, stdin));
  const { documents, errors } = merged(reads);
  if (errors.length > 0) throw new UsageError('nothing was applied, since not everything can be read', { errors });
  return documents;
}

async function readFileOf(file: string, stdin: () => Promise<string>): Promise<Read> {
  try {
    return documentsOf(file, file === '-' ? await stdin() : await readFile(file, 'utf8'));
  } catch (error) {
    return { documents: [], errors: [{ detail: `${nameOf(file)}: ${messageOf(error)}`, file }] };
  }
}

function documentsOf(file: string, text: string): Read {
  const documents = textDocuments(text);
  if (documents.length === 0)
    return { documents: [], errors: [{ detail: `${nameOf(file)}: holds no document`, file }] };
  return merged(documents.map((document) => placed(file, document)));
}

function placed(file: string, text: TextDocument): Read {
  const { document, line } = text;
  const place = { file, document, line };
  if ('problem' in text) return unusable(place, text.problem);
  const { content } = text;
  const { data } = openSloHead.safeParse(content);
  if (!data) return unusable(place, 'not an OpenSLO document: kind, metadata.name and spec are needed');
  return { documents: [{ file, document, head: data, content }], errors: [] };
}

const merged = (reads: readonly Read[]): Read => ({
  documents: reads.flatMap(({ documents }) => documents),
  errors: reads.flatMap(({ errors }) => errors),
});

const unusable = (place: Place, reason: string): Read => ({
  documents: [],
  errors: [{ detail: `${nameOf(place.file)}, document ${place.document}, line ${place.line}: ${reason}`, ...place }],
});

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);
