import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions as FastifyRoute } from 'fastify';
import secureJson from 'secure-json-parse';

import type { Credentials } from './credentials.js';
import { inflated } from './inflate.js';
import { Problem, problemType } from './problem.js';
import { problemOf } from './problem-filter.js';
import { RequestMetrics } from './request-metrics.js';
import { setPrincipal } from './request-tenant.js';
import type { RouteOptions } from './route-options.js';

type ParserDone = (error: Error | null, value?: unknown) => void;

const bodyLimit = 1_048_576;
const requestTimeoutMs = 30_000;
const keepAliveMs = 72_000;

const optionsOf = ({ routeOptions }: FastifyRequest): RouteOptions => routeOptions.config as RouteOptions;

/**
 * Nest's Fastify with our rules on it: who asks is known before the body is read, bodies are inflated within their
 * limit, JSON is parsed without prototypes, every refusal is a problem document. For `bodyParser: false`.
 */
export function createFastifyServer(credentials: Credentials): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 300 },
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error);
      void reply.status(problem.status).type(problemType).send(JSON.stringify(problem));
    },
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRoute', limitBody);
  const metrics = new RequestMetrics();
  // Hooks with a callback: a promise for each of them would be a tenth of a small request.
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(refusal(() => authenticate(request, credentials)));
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    let body = payload;
    done(refusal(() => (body = inflated(request, payload))) ?? null, body);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.record(request, reply);
    done();
  });
  addParsers(fastify);
  return adapter;
}

/** @returns what the action threw, as the hooks want it */
function refusal(action: () => void): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function authenticate(request: FastifyRequest, credentials: Credentials): void {
  if (optionsOf(request).isPublic !== true && !request.is404) setPrincipal(request, credentials.authenticate(request));
}

function limitBody(route: FastifyRoute): void {
  const { bodyLimit: limit } = (route.config ?? {}) as RouteOptions;
  if (limit !== undefined) route.bodyLimit = limit;
}

function addParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const json = (request: FastifyRequest, body: Buffer, done: ParserDone): void => {
    if (optionsOf(request).rawBody === true) return done(null, body);
    let value: unknown;
    done(refusal(() => (value = parseJson(body))) ?? null, value);
  };
  const bytes = (_request: FastifyRequest, body: Buffer, done: ParserDone): void => done(null, body);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, json);
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, bytes);
}

const text = new TextDecoder('utf-8', { fatal: true });

/** @throws {Problem} 400 where the bytes are not UTF-8 or not JSON, or try to reach a prototype */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return secureJson.parse(text.decode(bytes), undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({ status: 400, code: 'malformed-json', detail: `body is not JSON: ${detail}`, cause });
  }
}
