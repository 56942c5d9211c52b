import { existsSync } from 'node:fs';
import { join } from 'node:path';

import fastifyStatic from '@fastify/static';
import { Controller, Get, Inject, type OnModuleInit, Param, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Problem, Route } from '@roadworthy/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { DashboardFolder } from './dashboard-folder.js';
import { pageHeaders } from './page-headers.js';

const isPublic = true;
const page = 'index.html';
const assetName = /^[\w-][\w.-]*$/;
/** They get a problem, not the page: nobody looks at them. */
const machinePaths = /^\/(v1|api|ofrep|assets)(\/|$|\?)/;

/** The dashboard's files. Whoever opens a place inside the page gets the page, which knows its places. */
@Controller()
export class DashboardController implements OnModuleInit {
  constructor(
    private readonly folder: DashboardFolder,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register(fastifyStatic, {
      root: this.folder.path,
      serve: false,
      preCompressed: true,
      suppressWarning: true,
    });
  }

  @Get()
  @Route({ isPublic })
  index(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  /** Named after their content, so that they never change. */
  @Get('assets/:file')
  @Route({ isPublic })
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    if (!assetName.test(file)) return reply.callNotFound();
    void reply
      .header('x-content-type-options', 'nosniff')
      .sendFile(`assets/${file}`, { maxAge: '365d', immutable: true });
  }

  @Get('*')
  @Route({ isPublic })
  place(@Req() { url, headers }: FastifyRequest, @Res() reply: FastifyReply): void {
    const isOpenedByPerson = headers.accept?.includes('text/html') === true;
    if (!isOpenedByPerson || machinePaths.test(url)) return reply.callNotFound();
    this.sendPage(reply);
  }

  private sendPage(reply: FastifyReply): void {
    if (!existsSync(join(this.folder.path, page)))
      throw new Problem({
        status: 503,
        code: 'dashboard-not-built',
        detail: 'the dashboard is not built; npm run build writes it. The API works without it',
      });
    void reply.headers(pageHeaders).sendFile(page, { cacheControl: false });
  }
}
