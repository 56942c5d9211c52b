import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Logger } from '@roadworthy/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { problemOf } from './problem-of.js';
import { replyWith } from './problem-reply.js';

/** Answers every error with problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = problemOf(error, http.getRequest<FastifyRequest>());
    if (problem.status === 500) this.logger.error('request failed', { error });
    replyWith(http.getResponse<FastifyReply>(), problem);
  }
}
