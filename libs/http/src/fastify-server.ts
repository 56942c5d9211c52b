import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions as FastifyRoute } from 'fastify';

import { admit } from './admission.js';
import { refuseConnection, refuseUpgrades, type RequestLimits } from './connection-refusals.js';
import type { Credentials } from './credentials.js';
import { inflated } from './inflate.js';
import { EventLoopGuard } from './limits/event-loop-guard.js';
import type { RateLimits } from './limits/rate-limits.js';
import { parseJson } from './parse-json.js';
import { Problem } from './problem.js';
import { problemOf } from './problem-of.js';
import { replyWith } from './problem-reply.js';
import { recordDuration } from './request-metrics.js';
import type { RouteOptions } from './route-options.js';
import { ServerAdapter } from './server-adapter.js';

export interface ServerParts {
  readonly credentials: Credentials;
  readonly limits?: RequestLimits | undefined;
  /** without them a credential may ask as often as it likes */
  readonly rates?: RateLimits | undefined;
}

type ParserDone = (error: Error | null, value?: unknown) => void;

const bodyLimit = 1_048_576;
const defaultLimits: RequestLimits = { requestTimeoutMs: 30_000 };
/** By how much a request may outlast its limit: Node looks at its connections that often. */
const timeoutCheckMs = 1_000;
const keepAliveMs = 72_000;

/**
 * Nest's Fastify with our rules on it: who asks is known before the body is read, bodies are inflated within their
 * limit, JSON is parsed without prototypes, every refusal is a problem document. For `bodyParser: false`.
 */
export function createFastifyServer({ credentials, limits = defaultLimits, rates }: ServerParts): FastifyAdapter {
  const adapter = createAdapter(limits);
  const fastify = adapter.getInstance<FastifyInstance>();
  refuseUpgrades(fastify.server);
  fastify.decorateRequest('admission', null);
  fastify.addHook('onRoute', limitBody);
  refuseWhileClosing(fastify);
  // Hooks with a callback: a promise for each of them would be a tenth of a small request.
  addGate(fastify, (request) => admit(request, credentials));
  addEventLoopGuard(fastify);
  if (rates) addGate(fastify, (request, reply) => rates.admit(request, reply));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    let body = payload;
    done(refusal(() => (body = inflated(request, payload))) ?? null, body);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    recordDuration(request, reply);
    done();
  });
  addParsers(fastify);
  return adapter;
}

const createAdapter = (limits: RequestLimits): ServerAdapter =>
  new ServerAdapter({
    bodyLimit,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 300 },
    http: {
      // Told from the start, Node bounds its time for headers by it: the longer of the two, 60 s else, would hold.
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: timeoutCheckMs,
      // Its answer would have no body; `mustNameHost` refuses.
      requireHostHeader: false,
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      replyWith(reply, problemOf(error, request)),
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, limits),
  });

/** Requests on connections that are still open come after the last of them was taken. */
function refuseWhileClosing(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  fastify.addHook('onRequest', (_request, _reply, done) => done(isClosing ? shuttingDown() : undefined));
}

const shuttingDown = (): Problem =>
  new Problem({
    status: 503,
    code: 'shutting-down',
    detail: 'the process ends; try again',
    headers: { 'retry-after': '1' },
  });

/** What is open to everybody answers all the same: whoever asks whether the process lives must hear it. */
function addEventLoopGuard(fastify: FastifyInstance): void {
  const guard = new EventLoopGuard();
  fastify.addHook('onReady', (done) => {
    guard.start();
    done();
  });
  fastify.addHook('onClose', (_instance, done) => {
    guard.stop();
    done();
  });
  addGate(fastify, ({ admission }) => {
    if (admission?.principal) guard.mustKeepUp();
    return undefined;
  });
}

/** @param pass - lets a request in, at once or later, or throws why not */
function addGate(
  fastify: FastifyInstance,
  pass: (request: FastifyRequest, reply: FastifyReply) => Promise<void> | undefined,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    let pending: Promise<void> | undefined;
    const error = refusal(() => {
      pending = pass(request, reply);
    });
    if (pending) pending.then(() => done(), done);
    else done(error);
  });
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

function limitBody(route: FastifyRoute): void {
  const { bodyLimit: limit } = (route.config ?? {}) as RouteOptions;
  if (limit !== undefined) route.bodyLimit = limit;
}

function addParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const json = (request: FastifyRequest, body: Buffer, done: ParserDone): void => {
    if (request.admission?.options.rawBody === true) return done(null, body);
    let value: unknown;
    done(refusal(() => (value = parseJson(body))) ?? null, value);
  };
  const bytes = (_request: FastifyRequest, body: Buffer, done: ParserDone): void => done(null, body);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, json);
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, bytes);
}
