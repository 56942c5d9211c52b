import type { Context } from '../context.js';
import { RefusedError } from '../failure.js';
import { type PlacedDocument, readOpenSlo } from '../open-slo-files.js';
import { complain, show } from '../output.js';
import { sloVersion } from '../schemas.js';

interface Applied {
  readonly id: string;
  readonly change: 'created' | 'changed' | 'unchanged' | 'skipped';
  readonly version?: number;
  readonly detail?: string;
}

const refused = 1;

/**
 * Creates or changes the objectives of OpenSLO files. Goes on after a document that the server refuses.
 *
 * @returns the exit code
 * @throws {UsageError} before anything is applied, when a file cannot be read
 */
export async function apply(context: Context, files: readonly string[]): Promise<number> {
  let code = 0;
  for (const placed of await readOpenSlo(files, context.stdin)) {
    const id = idOf(placed);
    try {
      const applied = await applyOne(context, id, placed);
      show(context.output, applied, () => lineOf(applied));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      code = refused;
      const { file, document } = placed;
      complain(context.output, error, { id, file, document });
    }
  }
  return code;
}

const idOf = ({ head: { kind, metadata, spec } }: PlacedDocument): string =>
  kind === 'Service' ? metadata.name : `${spec.service ?? ''}.${metadata.name}`;

const lineOf = ({ id, change, version, detail }: Applied): string =>
  `${id} ${change}${version === undefined ? '' : ` (version ${version})`}${detail === undefined ? '' : `\n  ${detail}`}`;

async function applyOne({ api }: Context, id: string, { head, content }: PlacedDocument): Promise<Applied> {
  if (head.kind === 'Service')
    return { id, change: 'skipped', detail: 'a Service holds nothing that its objectives do not name' };
  const path = `/v1/slos/${encodeURIComponent(id)}`;
  const seen = await currentVersion(api, path);
  const { version } = await api.read(path, sloVersion, {
    method: 'PUT',
    body: JSON.stringify(content),
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
