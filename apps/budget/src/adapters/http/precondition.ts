import { DuplicateDocumentError, StaleVersionError } from '@roadworthy/documents';
import { Problem } from '@roadworthy/http';

import { type Seen, VersionNeededError } from '../../application/seen-version.js';
import { entityTags, etagOf } from './entity-tag.js';
import { absent, exists, otherVersion, versionNeeded } from './objective-problem.js';

export interface ConditionHeaders {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}

/** What must hold of an objective before it is changed (RFC 9110, section 13.1). */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'must-not-exist' }
  /** `tags` is absent where any version will do */
  | { readonly kind: 'must-match'; readonly tags?: readonly string[]; readonly header: string };

/** @throws {Problem} 400 */
export function preconditionOf({ 'if-match': match, 'if-none-match': noneMatch }: ConditionHeaders): Precondition {
  if (match !== undefined && noneMatch !== undefined)
    throw invalid('if-match', 'either if-match or if-none-match, got both');
  if (noneMatch !== undefined) {
    if (noneMatch.trim() === '*') return { kind: 'must-not-exist' };
    throw invalid('if-none-match', `if-none-match must be *, got ${noneMatch}`);
  }
  if (match === undefined) return { kind: 'none' };
  if (match.trim() === '*') return { kind: 'must-match', header: match };
  const tags = entityTags(match);
  if (!tags) throw invalid('if-match', `if-match must be * or entity tags such as "3", got ${match}`);
  return { kind: 'must-match', tags, header: match };
}

export interface ConditionedChange {
  /** whose change it is, for what is said of it */
  readonly slo: string;
  readonly condition: Precondition;
  /** the version that is there now, if one is */
  readonly current: () => Promise<number | undefined>;
}

/**
 * Makes a change of the version that the precondition allows. When somebody else's change comes first, the precondition
 * is judged anew.
 *
 * @throws {Problem} 412 or 428 when it does not hold
 */
export async function underPrecondition<T>(
  { slo, condition, current }: ConditionedChange,
  change: (seen: Seen) => Promise<T>,
): Promise<T> {
  for (;;) {
    const seen = seenUnder(condition, slo, await current());
    try {
      return await change(seen);
    } catch (error) {
      if (error instanceof VersionNeededError) throw versionNeeded(slo);
      if (error instanceof DuplicateDocumentError) throw exists(slo);
      if (!(error instanceof StaleVersionError)) throw error;
    }
  }
}

/** Tags are compared strongly, so that a weak one never matches (RFC 9110, section 8.8.3.2). */
function seenUnder(condition: Precondition, slo: string, version: number | undefined): Seen {
  if (condition.kind === 'none') return undefined;
  if (condition.kind === 'must-not-exist') return 'absent';
  if (version === undefined) throw absent(slo);
  const { tags, header } = condition;
  if (tags === undefined || tags.includes(etagOf(version))) return version;
  throw otherVersion(slo, version, header);
}

const invalid = (pointer: string, detail: string): Problem =>
  new Problem({ status: 400, code: 'invalid-header', detail, errors: [{ pointer, code: 'invalid-header', detail }] });
