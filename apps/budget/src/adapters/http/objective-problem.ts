import { DuplicateDocumentError, StaleVersionError } from '@roadworthy/documents';
import { Problem } from '@roadworthy/http';

import { VersionNeededError } from '../../application/seen-version.js';
import { etagOf } from './seen-version-header.js';

export const unknownSlo = (slo: string): Problem =>
  new Problem({ status: 404, code: 'unknown-slo', detail: `there is no objective ${slo}` });

export const notCountedYet = (slo: string): Problem =>
  new Problem({
    status: 503,
    code: 'not-counted-yet',
    detail: `${slo} was just defined and is not counted yet`,
    headers: { 'retry-after': '1' },
  });

export const versionNeeded = (slo: string): Problem =>
  new Problem({
    status: 428,
    code: 'version-needed',
    detail: `${slo} exists: send if-match with the entity tag that you read`,
  });

/** Conditions that did not hold, as HTTP says it; anything else is thrown on. */
export function conditionProblem(slo: string, error: unknown): Problem {
  if (error instanceof VersionNeededError) return versionNeeded(slo);
  if (error instanceof DuplicateDocumentError)
    return new Problem({
      status: 412,
      code: 'exists',
      detail: `${slo} exists, and if-none-match says that it must not`,
    });
  if (error instanceof StaleVersionError) return staleProblem(slo, error);
  throw error;
}

function staleProblem(slo: string, { seen, current }: StaleVersionError): Problem {
  if (current === undefined) return unknownSlo(slo);
  return new Problem({
    status: 412,
    code: 'stale-version',
    detail: `${slo} is at version ${current}, the change is of version ${seen}`,
    headers: { etag: etagOf(current) },
    members: { currentVersion: current },
  });
}
