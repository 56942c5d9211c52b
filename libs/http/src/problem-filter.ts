import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { Logger } from '@roadworthy/telemetry';
import type { FastifyReply } from 'fastify';

import { Problem, problemType } from './problem.js';

/** Codes of Fastify's own refusals, as ours. */
const codes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'empty-body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-content-length',
};

const codeOfStatus: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'unsupported-media-type',
};

/** Whatever was thrown, as a problem. What nobody expected is 500 and says nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode, code = '', message } = error as { statusCode?: number; code?: string; message: string };
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500);
  if (status >= 500) return new Problem({ status: 500, code: 'internal', detail: 'unexpected error', cause: error });
  return new Problem({ status, code: codes[code] ?? codeOfStatus[status] ?? 'refused', detail: message, cause: error });
}

/** Answers every error with problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error);
    if (problem.status === 500) this.logger.error('request failed', { error });
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    void reply.status(problem.status).headers(problem.headers).type(problemType).send(JSON.stringify(problem));
  }
}
