import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';

import type { FastifyRequest } from 'fastify';

import { shown } from './messages.js';
import { Problem } from './problem.js';

/** The body as it was before its content encoding; Fastify counts what comes out, so that a bomb stops at the limit. */
export function inflated({ headers }: FastifyRequest, payload: Readable): Readable {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return payload;
  const inflate = encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : undefined;
  if (!inflate)
    throw new Problem({
      status: 415,
      code: 'unsupported-encoding',
      detail: `content-encoding must be gzip, deflate or identity, got ${shown(encoding)}`,
      headers: { 'accept-encoding': 'gzip, deflate, identity' },
    });
  // Fastify compares this count with content-length, and what comes out with the limit.
  const body = Object.assign(inflate, { receivedEncodedLength: 0 });
  payload.on('data', (chunk: Buffer) => (body.receivedEncodedLength += chunk.length));
  payload.on('error', (error) => inflate.destroy(error));
  return payload.pipe(body);
}
