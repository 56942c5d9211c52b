import { readFile } from 'node:fs/promises';

import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

import { RefusedError } from '../api-client.js';
import type { Context } from '../context.js';
import { show } from '../output.js';

interface Applied {
  readonly id: string;
  readonly change: 'created' | 'changed' | 'unchanged' | 'skipped' | 'refused';
  readonly version?: number;
  readonly detail?: string;
}

const head = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ service: z.string().optional() }),
});

/** Creates or changes the objectives of OpenSLO files. @returns the exit code */
export async function apply(context: Context, files: readonly string[]): Promise<number> {
  let refused = 0;
  for (const file of files)
    for (const [i, document] of (await documentsOf(context, file)).entries()) {
      const applied = await applyOne(context, document, `${file}#${i + 1}`);
      if (applied.change === 'refused') refused++;
      show(context.output, applied, () => lineOf(applied));
    }
  return refused > 0 ? 1 : 0;
}

const lineOf = ({ id, change, version, detail }: Applied): string =>
  `${id} ${change}${version === undefined ? '' : ` (version ${version})`}${detail === undefined ? '' : `\n  ${detail}`}`;

async function documentsOf({ stdin }: Context, file: string): Promise<unknown[]> {
  const text = file === '-' ? await stdin() : await readFile(file, 'utf8');
  return [...parseAllDocuments(text)].map((document) => {
    const [error] = document.errors;
    if (error) throw new RefusedError(400, `${file}: ${error.message}`);
    return document.toJS({ maxAliasCount: 20 }) as unknown;
  });
}

async function applyOne(context: Context, document: unknown, place: string): Promise<Applied> {
  const { data } = head.safeParse(document);
  if (!data)
    return { id: place, change: 'refused', detail: 'not an OpenSLO document: kind, metadata and spec are needed' };
  if (data.kind === 'Service')
    return {
      id: data.metadata.name,
      change: 'skipped',
      detail: 'a Service holds nothing that its objectives do not name',
    };
  const id = `${data.spec.service ?? ''}.${data.metadata.name}`;
  try {
    return await put(context, id, document);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const places = error.places.map(({ pointer, detail }) => `${pointer}: ${detail}`);
    return { id, change: 'refused', detail: places.length > 0 ? places.join('\n  ') : error.message };
  }
}

async function put({ api }: Context, id: string, document: unknown): Promise<Applied> {
  const path = `/v1/slos/${encodeURIComponent(id)}`;
  const seen = await currentTag(api, path);
  const answer = await api.send(path, {
    method: 'PUT',
    body: JSON.stringify(document),
    headers: {
      'content-type': 'application/json',
      ...(seen === undefined ? { 'if-none-match': '*' } : { 'if-match': seen }),
    },
  });
  const tag = answer.headers.get('etag') ?? '';
  const change = seen === undefined ? 'created' : seen === tag ? 'unchanged' : 'changed';
  return { id, change, version: Number(tag.replaceAll('"', '')) };
}

async function currentTag(api: Context['api'], path: string): Promise<string | undefined> {
  try {
    return (await api.send(path)).headers.get('etag') ?? undefined;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return undefined;
    throw error;
  }
}
