import type { FastifyReply, FastifyRequest } from 'fastify';

import { shown } from './messages.js';
import { Problem } from './problem.js';
import { replyWith } from './problem-reply.js';
import type { RouteTable } from './route-table.js';

/** Answers a request that no route takes, or whose route found nothing: 404, or 405 where its path takes other methods. */
export function answerUnserved({ method, url }: FastifyRequest, reply: FastifyReply, routes: RouteTable): void {
  const path = url.split('?', 1)[0] ?? '';
  const methods = routes.methodsAt(path);
  if (methods.length === 0 || methods.includes(method)) return replyWith(reply, nothingAt(path));
  const allow = [...methods, 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return void reply.status(204).header('allow', allow).send();
  const detail = `method of ${shown(path)} must be one of ${allow}, got ${method}`;
  replyWith(reply, new Problem({ status: 405, code: 'method-not-allowed', detail, headers: { allow } }));
}

const nothingAt = (path: string): Problem =>
  new Problem({ status: 404, code: 'not-found', detail: `there is nothing at ${shown(path)}` });
