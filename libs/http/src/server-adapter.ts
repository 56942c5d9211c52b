import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';

import { problemOf } from './problem-of.js';
import { replyWith } from './problem-reply.js';
import { RouteTable } from './route-table.js';
import { answerUnserved } from './unserved.js';

type ErrorHandler = Parameters<FastifyAdapter['setErrorHandler']>[0];

/**
 * Nest's adapter with one form of refusal. What a plugin or a route inherits of the server is fixed when it is
 * registered, which may be before Nest sets its handlers: ours stand from the start and ask Nest's once there is one.
 */
export class ServerAdapter extends FastifyAdapter {
  private readonly routes = new RouteTable();
  private errorHandler: ErrorHandler | undefined;

  constructor(options: FastifyHttpOptions<RawServerDefault>) {
    super(options);
    this.instance.addHook('onRoute', ({ url, method }) => this.routes.add(url, [method].flat()));
    this.instance.addHook('onRequest', (request, reply, done) =>
      request.is404 ? answerUnserved(request, reply, this.routes) : done(),
    );
    this.instance.setNotFoundHandler((request, reply) => answerUnserved(request, reply, this.routes));
    this.instance.setErrorHandler((error, request, reply) => this.refuse(error, request, reply));
  }

  override setErrorHandler(handler: ErrorHandler): ReturnType<FastifyAdapter['setErrorHandler']> {
    this.errorHandler = handler;
    return this.instance;
  }

  /** Nest's would know nothing of other methods of a path. */
  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.instance;
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
    if (this.errorHandler) return this.errorHandler.call(this.instance, error, request, reply);
    return replyWith(reply, problemOf(error, request));
  }
}
