import { Problem } from '@roadworthy/http';
import { SqliteError } from '@roadworthy/stream';
import type { FastifyRequest } from 'fastify';

import { LogUnavailableError, OverloadedError, type SampleAccumulator } from '../../application/sample-accumulator.js';
import type { Parcel } from '../../domain/parcel.js';

const retry = { 'retry-after': '1' };

/** As the W3C writes it; anything else is not handed on. */
const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Resolves when the log has the samples of a request. @throws {Problem} when it does not take them */
export async function writeSamples(
  accumulator: SampleAccumulator,
  parcels: readonly Parcel[],
  { headers: { traceparent } }: FastifyRequest,
): Promise<void> {
  const isTraced = typeof traceparent === 'string' && traceparentPattern.test(traceparent);
  try {
    await accumulator.add(parcels, isTraced ? traceparent : undefined);
  } catch (error) {
    throw logProblem(error);
  }
}

/** Why samples could not be written, as HTTP says it; anything else is thrown on. */
function logProblem(cause: unknown): Problem {
  if (cause instanceof OverloadedError)
    return new Problem({ status: 503, code: cause.code, detail: cause.message, headers: retry, cause });
  if (!(cause instanceof LogUnavailableError)) throw cause;
  if (cause.cause instanceof SqliteError && cause.cause.code === 'SQLITE_FULL')
    return new Problem({ status: 507, code: 'storage-full', detail: 'the disk is full', headers: retry, cause });
  return new Problem({ status: 503, code: cause.code, detail: cause.message, headers: retry, cause });
}
