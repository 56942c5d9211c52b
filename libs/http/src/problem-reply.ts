import type { FastifyReply } from 'fastify';

import { type Problem, problemType } from './problem.js';

/** Answers with a problem document, unless there is an answer already. */
export function replyWith(reply: FastifyReply, problem: Problem): void {
  if (reply.sent) return;
  void reply.status(problem.status).headers(problem.headers).type(problemType).send(JSON.stringify(problem));
}
