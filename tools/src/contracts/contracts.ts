import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { AnyEvent } from '@roadworthy/contracts';

import { breakingChanges } from './breaking-changes.js';
import { type GeneratedFile, generatedFiles, pagesFolder, snapshotFolder } from './generated-files.js';
import { snapshotOf, type TopicSnapshot } from './snapshot.js';

export interface Workspace {
  readonly root: string;
  readonly events: readonly AnyEvent[];
  readonly version: string;
}

/** @returns what is stale and what breaks, a sentence each; empty when the committed files say what the contracts say */
export function checkContracts({ root, events, version }: Workspace): string[] {
  const files = generatedFiles(events, version);
  const stale = files.filter(({ path, text }) => readIfThere(join(root, path)) !== text).map(({ path }) => path);
  return [
    ...breaksOf({ root, events }).map((change) => `breaking: ${change}`),
    ...[...stale, ...leftOver(root, files)].map((path) => `stale: ${path}; run npm run contracts`),
  ];
}

/**
 * Writes the files that follow from the contracts and removes those that no longer do.
 *
 * @returns what breaks, a sentence each; nothing is written then, unless that is allowed
 */
export function writeContracts(
  { root, events, version }: Workspace,
  { allowBreaking }: { readonly allowBreaking: boolean },
): string[] {
  const breaks = allowBreaking ? [] : breaksOf({ root, events });
  if (breaks.length > 0)
    return [
      ...breaks.map((change) => `breaking: ${change}`),
      'a breaking change belongs on a new topic, one version up; --allow-breaking overrules where nobody uses it yet',
    ];
  const files = generatedFiles(events, version);
  for (const path of leftOver(root, files)) rmSync(join(root, path));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return [];
}

const breaksOf = ({ root, events }: Omit<Workspace, 'version'>): string[] =>
  breakingChanges(committed(root), events.map(snapshotOf));

const committed = (root: string): TopicSnapshot[] =>
  globSync(`${snapshotFolder}/*.json`, { cwd: root })
    .sort()
    .map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as TopicSnapshot);

function leftOver(root: string, files: readonly GeneratedFile[]): string[] {
  const wanted = new Set(files.map(({ path }) => path));
  return globSync([`${pagesFolder}/*`, `${snapshotFolder}/*`], { cwd: root }).filter((path) => !wanted.has(path));
}

const readIfThere = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
