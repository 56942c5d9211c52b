import { type IncomingMessage, maxHeaderSize, OutgoingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import type { ConnectionError } from 'fastify';

import { shown } from './messages.js';
import { Problem, type ProblemOptions, problemType } from './problem.js';

export interface RequestLimits {
  /** in which a whole request must arrive, body included */
  readonly requestTimeoutMs: number;
}

/** Answers what never becomes a request, which no route sees. For `clientErrorHandler`. */
export function refuseConnection(error: ConnectionError, socket: Duplex, limits: RequestLimits): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  closeWith(socket, new Problem({ ...refusalOf(error, limits), cause: error }));
}

/** Node answers these itself, without a body, unless somebody listens. */
export function refuseUpgrades(server: Server): void {
  server.on('connect', ({ method = '', url = '' }: IncomingMessage, socket) => {
    const detail = `method must be one that a path takes, got ${method} for ${shown(url)}`;
    closeWith(socket, new Problem({ status: 405, code: 'method-not-allowed', detail, headers: { allow: '' } }));
  });
  server.on('checkExpectation', ({ headers: { expect }, socket }) => {
    const detail = `expect must be 100-continue, got ${shown(expect)}`;
    closeWith(socket, new Problem({ status: 417, code: 'unknown-expectation', detail }));
  });
}

function refusalOf(error: ConnectionError, { requestTimeoutMs }: RequestLimits): ProblemOptions {
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT': {
      const detail = `a request must arrive within ${requestTimeoutMs / 1000} s, body included; got a part of it`;
      return { status: 408, code: 'request-timeout', detail };
    }
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        code: 'headers-too-large',
        detail: `headers must have at most ${maxHeaderSize} bytes, got more`,
      };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return {
        status: 413,
        code: 'body-too-large',
        detail: 'extensions of a chunk must have at most 16384 bytes, got more',
      };
    default:
      return { status: 400, code: 'malformed-request', detail: malformedDetail(error) };
  }
}

function malformedDetail(error: ConnectionError): string {
  const { message, bytesParsed } = error;
  const packet: unknown = error.rawPacket;
  const detail = `a request must be HTTP/1.1: ${message}`;
  if (!(packet instanceof Uint8Array)) return detail;
  return `${detail} at byte ${bytesParsed}, got ${shown(lineAround(packet, bytesParsed))}`;
}

const secret = /^(authorization|cookie)\s*:/i;

/** The line in which the parser stopped; of headers that hold a key the name alone. */
function lineAround(packet: Uint8Array, at: number): string {
  const text = Buffer.from(packet).toString('latin1');
  const start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const line = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  return secret.exec(line)?.[1] ?? line;
}

function closeWith(socket: Duplex, problem: Problem): void {
  if (socket.writable && !isAnswering(socket)) socket.end(rawAnswer(problem), () => socket.destroy());
  else socket.destroy();
}

/** Half an answer went out already: another one would become a part of it. */
function isAnswering(socket: Duplex): boolean {
  const message: unknown = Reflect.get(socket, '_httpMessage');
  return message instanceof OutgoingMessage && message.headersSent;
}

function rawAnswer(problem: Problem): string {
  const body = JSON.stringify(problem);
  const headers = {
    ...problem.headers,
    'content-type': `${problemType}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}
