import { Controller, Delete, Get, Headers, HttpCode, Param, Put, Query, Req, Res } from '@nestjs/common';
import { Problem, RequestTenant, Route, tenantOf, validated } from '@roadworthy/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { documentId, ObjectiveRepository, sloIdOf } from '../../application/objective-document.js';
import { PutObjective } from '../../application/put-objective.js';
import { RetireObjective } from '../../application/retire-objective.js';
import { BudgetStatuses } from '../../application/budget-statuses.js';
import { etagOf } from './entity-tag.js';
import { exists, unknownSlo, versionNeeded } from './objective-problem.js';
import { type ConditionHeaders, preconditionOf, underPrecondition } from './precondition.js';
import { type SloAnswer, type SloLine, toSloAnswer, toSloLine } from './slo-answer.js';
import { sloOfBody } from './slo-body.js';

const maxPage = 1000;

const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxPage).default(100),
  after: z.string().max(300).optional().describe('the last id of the page before'),
});

const bodyLimit = 262_144;

/** Objectives as documents. */
@Controller('v1/slos')
export class SlosController {
  constructor(
    private readonly objectives: ObjectiveRepository,
    private readonly putObjective: PutObjective,
    private readonly retireObjective: RetireObjective,
    private readonly statuses: BudgetStatuses,
  ) {}

  @Get()
  async list(@RequestTenant() tenant: string, @Query() query: unknown): Promise<{ items: SloLine[]; next?: string }> {
    const { limit, after } = validated(pageQuery, query, 'query');
    const page = await this.objectives.list({
      tenant,
      limit: limit + 1,
      ...(after !== undefined && { after: documentId(tenant, after) }),
    });
    const shown = page.slice(0, limit);
    const items = shown.map((document) => toSloLine(document, this.statuses.find(tenant, sloIdOf(document.data))));
    const last = items.at(-1);
    return { items, ...(page.length > limit && last && { next: last.id }) };
  }

  @Get(':id')
  async find(
    @RequestTenant() tenant: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SloAnswer> {
    const document = await this.objectives.find(documentId(tenant, id));
    if (!document) throw unknownSlo(id);
    void reply.header('etag', etagOf(document.version));
    return toSloAnswer(document);
  }

  @Put(':id')
  @Route({ rawBody: true, bodyLimit })
  async replace(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SloAnswer> {
    const tenant = tenantOf(request);
    const condition = preconditionOf(request.headers);
    const data = sloOfBody(request.body);
    if (sloIdOf(data) !== id)
      throw new Problem({
        status: 400,
        code: 'id-mismatch',
        detail: `the document is ${sloIdOf(data)}, the path names ${id}`,
      });
    const current = () => this.versionOf(tenant, id);
    const { change, document } = await underPrecondition({ slo: id, condition, current }, (seen) =>
      this.putObjective.run(tenant, data, seen),
    );
    void reply.status(change === 'created' ? 201 : 200).header('etag', etagOf(document.version));
    return toSloAnswer(document);
  }

  @Delete(':id')
  @HttpCode(204)
  async retire(
    @RequestTenant() tenant: string,
    @Param('id') id: string,
    @Headers() headers: ConditionHeaders,
  ): Promise<void> {
    const condition = preconditionOf(headers);
    const current = () => this.versionOf(tenant, id);
    // What is not there stays unknown, whatever the headers say (RFC 9110, section 13.2.1).
    if ((await current()) === undefined) throw unknownSlo(id);
    await underPrecondition({ slo: id, condition, current }, (seen) => {
      if (seen === 'absent') throw exists(id);
      if (seen === undefined) throw versionNeeded(id);
      return this.retireObjective.run(tenant, id, seen);
    });
  }

  private async versionOf(tenant: string, id: string): Promise<number | undefined> {
    return (await this.objectives.find(documentId(tenant, id)))?.version;
  }
}
