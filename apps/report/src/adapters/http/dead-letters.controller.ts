import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Problem, RequestTenant, validated } from '@roadworthy/http';

import { ReadDeadLetters } from '../../application/read-dead-letters.js';
import { OriginGoneError, ReplayDeadLetters, type Replayed } from '../../application/replay-dead-letters.js';
import { ReplayLedger } from '../../application/replay-ledger.js';
import { type DeadLetterPlace, deadLetterPlace } from '../../domain/dead-letter-id.js';
import {
  type DeadLetterLine,
  listQuery,
  replayBody,
  toLine,
  toWhole,
  type WholeDeadLetter,
} from './dead-letter-answer.js';
import { mustBeOperator } from './operator.js';

/** Records that could not be applied: what is wrong with them, and the way back. */
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly letters: ReadDeadLetters,
    private readonly replays: ReplayDeadLetters,
    private readonly ledger: ReplayLedger,
  ) {}

  @Get()
  async list(@RequestTenant() tenant: string, @Query() query: unknown): Promise<{ items: DeadLetterLine[] }> {
    mustBeOperator(tenant);
    const { service, limit } = validated(listQuery, query, 'query');
    return { items: (await this.letters.newest(service, limit)).map(toLine) };
  }

  @Get(':id')
  async find(@RequestTenant() tenant: string, @Param('id') id: string): Promise<WholeDeadLetter> {
    mustBeOperator(tenant);
    const letter = await this.letters.find(placeOf(id));
    if (!letter) throw unknownLetter(id);
    return toWhole(letter, await this.ledger.replayedAt(id));
  }

  @Post('replay')
  @HttpCode(202)
  async replayAll(@RequestTenant() tenant: string, @Body() body: unknown): Promise<{ replayed: Replayed[] }> {
    mustBeOperator(tenant);
    const { service, reason } = validated(replayBody, body);
    return { replayed: await this.replays.all(service, reason).catch(originGone) };
  }

  @Post(':id/replay')
  @HttpCode(202)
  async replay(@RequestTenant() tenant: string, @Param('id') id: string): Promise<{ replayed: Replayed[] }> {
    mustBeOperator(tenant);
    const replayed = await this.replays.one(placeOf(id)).catch(originGone);
    if (!replayed) throw unknownLetter(id);
    return { replayed: [replayed] };
  }
}

function placeOf(id: string): DeadLetterPlace {
  const place = deadLetterPlace(id);
  if (!place) throw unknownLetter(id);
  return place;
}

const unknownLetter = (id: string): Problem =>
  new Problem({ status: 404, code: 'unknown-dead-letter', detail: `there is no dead letter ${id}` });

function originGone(error: unknown): never {
  if (!(error instanceof OriginGoneError)) throw error;
  throw new Problem({ status: 409, code: error.code, detail: error.message, cause: error });
}
