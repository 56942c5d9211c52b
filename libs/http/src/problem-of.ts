import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { shown } from './messages.js';
import { Problem, type ProblemOptions } from './problem.js';

/** Codes of Fastify's own refusals, as ours. */
const codes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-content-length',
  FST_ERR_BAD_URL: 'malformed-path',
};

const codeOfStatus: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  414: 'path-too-long',
  415: 'unsupported-media-type',
};

/** What the parts below throw has of these, and nobody promises it. */
interface Refusal {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly statusCode?: unknown;
}

/** Whatever was thrown for a request, as a problem. What nobody expected is 500 and says nothing of the inside. */
export function problemOf(thrown: unknown, request: FastifyRequest): Problem {
  if (thrown instanceof Problem) return thrown;
  const refusal = refusalOf(thrown, request) ?? { status: 500, code: 'internal', detail: 'unexpected error' };
  return new Problem({ ...refusal, cause: thrown });
}

function refusalOf(thrown: unknown, request: FastifyRequest): ProblemOptions | undefined {
  if (!isRefusal(thrown)) return undefined;
  if (thrown instanceof HttpException) return ofNest(thrown, request);
  const { code, statusCode: status, message } = thrown;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge(request);
  if (typeof code === 'string' && code.startsWith('Z_')) return notInflatable(thrown, request);
  if (typeof status !== 'number' || status >= 500) return undefined;
  return { status, code: codes[String(code)] ?? codeOf(status), detail: String(message) };
}

/** Nest wraps Fastify's refusals, and hides their codes. */
function ofNest(thrown: HttpException, request: FastifyRequest): ProblemOptions | undefined {
  if (isRefusal(thrown.cause)) return refusalOf(thrown.cause, request);
  const status = thrown.getStatus();
  return status >= 500 ? undefined : { status, code: codeOf(status), detail: thrown.message };
}

const codeOf = (status: number): string => codeOfStatus[status] ?? 'refused';

const isRefusal = (thrown: unknown): thrown is Refusal => typeof thrown === 'object' && thrown !== null;

function bodyTooLarge({ headers, routeOptions: { bodyLimit } }: FastifyRequest): ProblemOptions {
  const sent = Number(headers['content-length']);
  const got = sent > bodyLimit ? `${sent}` : 'more once it was read';
  return { status: 413, code: 'body-too-large', detail: `body must have at most ${bodyLimit} bytes, got ${got}` };
}

function notInflatable({ message }: Refusal, { headers }: FastifyRequest): ProblemOptions {
  const encoding = shown(headers['content-encoding']);
  const detail = `body must be encoded as content-encoding ${encoding} says: ${String(message)}`;
  return { status: 400, code: 'malformed-encoding', detail };
}
