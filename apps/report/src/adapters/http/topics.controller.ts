import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { Problem, RequestTenant, validated } from '@roadworthy/http';
import { Logger } from '@roadworthy/telemetry';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import { type TopicRanges, Topics } from '../../application/topics.js';
import { eventBytes } from '../../domain/event-text.js';
import type { EventStream } from './event-stream.js';
import { OpenStreams } from './open-streams.js';
import { mustBeOperator } from './operator.js';
import { shownRecord } from './shown-record.js';

const tailQuery = z.strictObject({ from: z.enum(['beginning', 'end']).default('end') });

interface Tail {
  readonly topic: string;
  readonly from: 'beginning' | 'end';
}

/** The event bus, for people: which topics there are, and their records as they arrive. */
@Controller('v1/topics')
export class TopicsController {
  constructor(
    private readonly topics: Topics,
    private readonly streams: OpenStreams,
    private readonly logger: Logger,
  ) {}

  @Get()
  async list(@RequestTenant() tenant: string): Promise<{ items: TopicRanges[] }> {
    mustBeOperator(tenant);
    return { items: await this.topics.list() };
  }

  @Get(':topic/tail')
  async tail(
    @RequestTenant() tenant: string,
    @Param('topic') topic: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    mustBeOperator(tenant);
    const { from } = validated(tailQuery, query, 'query');
    if (!(await this.topics.has(topic)))
      throw new Problem({ status: 404, code: 'unknown-topic', detail: `there is no topic ${topic}` });
    await this.read({ topic, from }, this.streams.open('tail', reply));
  }

  /** A reader of its own, which waits while the client does not read. */
  private async read(tail: Tail, stream: EventStream): Promise<void> {
    try {
      const follower = await this.topics.tail(tail, async (record) => {
        const id = `${record.partition}-${record.offset}`;
        stream.send(id, eventBytes({ event: 'record', id, data: shownRecord(record) }));
        await stream.drained();
      });
      const close = (): void => {
        follower.close().catch((error: unknown) => this.logger.warn('tail did not close', { ...tail, error }));
      };
      if (stream.destroyed) close();
      else stream.once('close', close);
    } catch (error) {
      this.logger.warn('topic cannot be read', { ...tail, error });
      stream.destroy();
    }
  }
}
