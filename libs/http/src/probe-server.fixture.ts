import { connect } from 'node:net';
import { Readable } from 'node:stream';

import { Body, Controller, Get, Module, Param, Post, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JsonLogger, Logger } from '@roadworthy/telemetry';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import type { RequestLimits } from './connection-refusals.js';
import { createApplication } from './create-application.js';
import { type CredentialOptions, Credentials } from './credentials.js';
import type { RateLimits } from './limits/rate-limits.js';
import { RequestTenant } from './request-tenant.js';
import { Route } from './route-options.js';
import { validated } from './validated.js';

const body = z.strictObject({ name: z.string(), counts: z.array(z.int()) });

@Controller()
class ProbeController {
  @Post('checked')
  checked(@Body() value: unknown, @RequestTenant() tenant: string): object {
    return { tenant, ...validated(body, value) };
  }

  @Post('raw')
  @Route({ rawBody: true, bodyLimit: 1000 })
  raw(@Body() value: Buffer): object {
    return { bytes: value.length };
  }

  @Get('broken')
  broken(): never {
    throw new Error('a secret of the inside');
  }

  @Get('endless')
  endless(@Res() reply: FastifyReply): void {
    const stream = new Readable({ read: () => undefined });
    stream.push('begun');
    void reply.send(stream);
  }

  @Get('things/:id')
  thing(@Param('id') id: string): object {
    return { id };
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

interface ProbeOptions extends Partial<CredentialOptions> {
  readonly rates?: RateLimits;
  readonly limits?: RequestLimits;
}

/** The server with a few routes, on a free port. */
export async function serveProbe({ limits, rates, ...options }: ProbeOptions = {}): Promise<{
  app: NestFastifyApplication;
  url: string;
}> {
  const credentials = new Credentials({ host: '127.0.0.1', isCluster: false, ...options });
  const documents = { openApi: () => ({}), asyncApi: () => ({}), metrics: async () => 'up 1\n' };
  const logger = [{ provide: Logger, useValue: JsonLogger.create('silent') }];
  const global = { module: class Globals {}, global: true, providers: logger, exports: [Logger] };
  const modules = [global, ProbeModule];
  const app = await createApplication({ credentials, documents, modules, limits, rates });
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends bytes as they are, each part after the first when something came back. Resolves when the server has closed. */
export async function sendBytes(url: string, ...parts: readonly string[]): Promise<RawAnswer> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const [first = '', ...later] = parts;
  socket.write(first);
  let received = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    received += String(chunk);
    const next = later.shift();
    if (next !== undefined) socket.write(next);
  }
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Headers(lines.map(splitHeader));
  return { status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

function splitHeader(line: string): [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at), line.slice(at + 1).trim()];
}
