import type { Context } from '../context.js';
import { RefusedError } from '../failure.js';
import { type PlacedDocument, readOpenSlo } from '../open-slo-files.js';
import { complain, show } from '../output.js';
import { sloVersion } from '../schemas.js';

interface Applied {
  readonly id: string;
  readonly change: 'created' | 'changed' | 'unchanged';
  readonly version: number;
}

/** A document that says nothing of an objective. */
interface Skipped {
  readonly id: string;
  readonly change: 'skipped';
  readonly kind: string;
  readonly file: string;
  readonly document: number;
  readonly detail: string;
  /** the fields that say something all the same */
  readonly ignored: readonly string[];
}

const refused = 1;
const skippedKind = 'Service';

/**
 * Creates or changes the objectives of OpenSLO files. Goes on after a document that the server refuses.
 *
 * @returns the exit code
 * @throws {UsageError} before anything is applied, when a file cannot be read
 */
export async function apply(context: Context, files: readonly string[]): Promise<number> {
  let code = 0;
  for (const placed of await readOpenSlo(files, context.stdin)) {
    try {
      await applyOne(context, placed);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      code = refused;
      const { file, document } = placed;
      complain(context.output, error, { id: idOf(placed), file, document });
    }
  }
  return code;
}

async function applyOne({ api, output }: Context, placed: PlacedDocument): Promise<void> {
  if (placed.head.kind === skippedKind) {
    const skipped = skippedOf(placed);
    return show(output, skipped, () => skippedText(skipped));
  }
  const applied = await put(api, placed);
  const { id, change, version } = applied;
  show(output, applied, () => `${id} ${change} (version ${version})`);
}

/** Other kinds than SLO have no service; the server says what is wrong with them. */
const idOf = ({ head: { metadata, spec } }: PlacedDocument): string =>
  spec.service === undefined ? metadata.name : `${spec.service}.${metadata.name}`;

function skippedOf(placed: PlacedDocument): Skipped {
  const { file, document, head } = placed;
  const { metadata, spec, kind } = head;
  const fields = [
    ...Object.keys(metadata).map((name) => `metadata.${name}`),
    ...Object.keys(spec).map((name) => `spec.${name}`),
  ];
  const ignored = fields.filter((name) => name !== 'metadata.name');
  const detail = `of kind ${kind}, and only documents of kind SLO are applied`;
  return { id: metadata.name, change: 'skipped', kind, file, document, detail, ignored };
}

const skippedText = ({ id, detail, ignored }: Skipped): string =>
  [`${id} skipped: ${detail}`, ...(ignored.length > 0 ? [`  ignored: ${ignored.join(', ')}`] : [])].join('\n');

async function put(api: Context['api'], placed: PlacedDocument): Promise<Applied> {
  const id = idOf(placed);
  const path = `/v1/slos/${encodeURIComponent(id)}`;
  const seen = await currentVersion(api, path);
  const { version } = await api.read(path, sloVersion, {
    method: 'PUT',
    body: JSON.stringify(placed.content),
    headers: {
      'content-type': 'application/json',
      ...(seen === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${seen}"` }),
    },
  });
  const change = seen === undefined ? 'created' : seen === version ? 'unchanged' : 'changed';
  return { id, change, version };
}

async function currentVersion(api: Context['api'], path: string): Promise<number | undefined> {
  try {
    return (await api.read(path, sloVersion)).version;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return undefined;
    throw error;
  }
}
