import { Problem } from '@roadworthy/http';
import { SqliteError } from '@roadworthy/stream';

import { LogUnavailableError, OverloadedError } from '../../application/sample-accumulator.js';

const retry = { 'retry-after': '1' };

/** Why samples could not be written, as HTTP says it; anything else is thrown on. */
export function logProblem(cause: unknown): Problem {
  if (cause instanceof OverloadedError)
    return new Problem({ status: 503, code: cause.code, detail: cause.message, headers: retry, cause });
  if (!(cause instanceof LogUnavailableError)) throw cause;
  if (cause.cause instanceof SqliteError && cause.cause.code === 'SQLITE_FULL')
    return new Problem({ status: 507, code: 'storage-full', detail: 'the disk is full', headers: retry, cause });
  return new Problem({ status: 503, code: cause.code, detail: cause.message, headers: retry, cause });
}
