import { Problem } from '@roadworthy/http';

import { etagOf } from './entity-tag.js';

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

export const exists = (slo: string): Problem =>
  new Problem({ status: 412, code: 'exists', detail: `${slo} exists, and if-none-match says that it must not` });

export const absent = (slo: string): Problem =>
  new Problem({ status: 412, code: 'absent', detail: `${slo} does not exist, and if-match says that it must` });

/** @param ifMatch - the header */
export const otherVersion = (slo: string, version: number, ifMatch: string): Problem =>
  new Problem({
    status: 412,
    code: 'stale-version',
    detail: `${slo} is at version ${version}, if-match names ${ifMatch.trim() || 'none'}`,
    headers: { etag: etagOf(version) },
    members: { currentVersion: version },
  });
