import { Body, Controller, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import { Credentials, sessionCookie } from './credentials.js';
import { Problem } from './problem.js';
import { Readiness } from './readiness.js';
import { Route } from './route-options.js';
import { SystemDocuments } from './system-documents.js';
import { validated } from './validated.js';

const sessionBody = z.strictObject({ key: z.string().min(1).max(4_000) });

/** What every process answers about itself. */
@Controller()
export class SystemController {
  constructor(
    private readonly readiness: Readiness,
    private readonly documents: SystemDocuments,
    private readonly credentials: Credentials,
  ) {}

  @Get('healthz')
  @Route({ isPublic: true })
  health(): object {
    return { status: 'alive' };
  }

  @Get('readyz')
  @Route({ isPublic: true })
  ready(@Res() reply: FastifyReply): void {
    const waitingFor = this.readiness.waitingFor();
    const isReady = waitingFor.length === 0;
    void reply.status(isReady ? 200 : 503).send(isReady ? { status: 'ready' } : { status: 'waiting', waitingFor });
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.documents.metrics();
  }

  @Get('openapi.json')
  @Route({ isPublic: true })
  openApi(): object {
    return this.documents.openApi();
  }

  @Get('asyncapi.json')
  @Route({ isPublic: true })
  asyncApi(): object {
    return this.documents.asyncApi();
  }

  /** The browser's way in: its event stream cannot send a header, but it sends a cookie. */
  @Post('v1/session')
  @HttpCode(204)
  @Route({ isPublic: true })
  async openSession(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { key } = validated(sessionBody, body);
    if (!(await this.credentials.opens(key)))
      throw new Problem({ status: 401, code: 'unauthenticated', detail: 'the key is not known' });
    const value = encodeURIComponent(key);
    void reply.header('set-cookie', `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Strict`);
  }
}
