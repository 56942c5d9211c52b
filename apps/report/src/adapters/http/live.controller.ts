import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Alert } from '@roadworthy/contracts';
import { Problem, RequestTenant, tenantOf, validated } from '@roadworthy/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { LiveFeed } from '../../application/live-feed.js';
import { OpenStreams } from './open-streams.js';

const alertQuery = z.strictObject({
  state: z.enum(['open', 'resolved', 'retracted']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** What the dashboard shows: all of it, then every change. */
@Controller('v1')
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly streams: OpenStreams,
  ) {}

  @Get('live')
  live(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.mustBeCaughtUp();
    const lastEventId = request.headers['last-event-id'];
    const watching = {
      tenant: tenantOf(request),
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    };
    const stream = this.streams.open('live', reply);
    stream.once('close', this.feed.watch(watching, stream));
  }

  @Get('alerts')
  alerts(@RequestTenant() tenant: string, @Query() query: unknown): { items: Alert[] } {
    this.mustBeCaughtUp();
    return { items: this.feed.alertsOf(tenant, validated(alertQuery, query, 'query')) };
  }

  private mustBeCaughtUp(): void {
    if (this.feed.isCaughtUp) return;
    const detail = 'the topics are still being read; try again';
    throw new Problem({ status: 503, code: 'catching-up', detail, headers: { 'retry-after': '1' } });
  }
}
