import { Problem } from '@roadworthy/http';

import type { Seen } from '../../application/seen-version.js';

/** `"7"`, the entity tag of version 7 of a document. */
export const etagOf = (version: number): string => `"${version}"`;

export interface Conditions {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}

/** What the caller says that it saw: a version, that there was nothing, or nothing at all. @throws {Problem} 400 */
export function seenVersion({ 'if-match': match, 'if-none-match': noneMatch }: Conditions): Seen {
  if (match !== undefined && noneMatch !== undefined)
    throw invalid('if-match', 'either if-match or if-none-match, got both');
  if (noneMatch !== undefined) {
    if (noneMatch.trim() === '*') return 'absent';
    throw invalid('if-none-match', `if-none-match must be *, got ${noneMatch}`);
  }
  if (match === undefined) return undefined;
  const version = Number(/^\s*"([1-9]\d{0,14})"\s*$/.exec(match)?.[1]);
  if (Number.isNaN(version)) throw invalid('if-match', `if-match must be an entity tag such as "3", got ${match}`);
  return version;
}

const invalid = (pointer: string, detail: string): Problem =>
  new Problem({ status: 400, code: 'invalid-header', detail, errors: [{ pointer, code: 'invalid-header', detail }] });
