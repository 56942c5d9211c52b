import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { Problem, Route, tenantOf } from '@roadworthy/http';
import { Clock } from '@roadworthy/stream';
import type { FastifyRequest } from 'fastify';

import { DoorMetrics } from '../../application/door-metrics.js';
import { SampleAccumulator } from '../../application/sample-accumulator.js';
import { acceptSamples } from '../../domain/accept-samples.js';
import { type Parcel, parcelsOf } from '../../domain/parcel.js';
import { placed, type Rejection } from '../../domain/rejection.js';
import type { ServiceSamples } from '../../domain/service-samples.js';
import { partsOf } from './samples-request.js';
import { writeSamples } from './write-samples.js';

const bodyLimit = 1_048_576;
const door = 'samples';

/** What came of a request: the log has what was accepted. */
export interface SamplesAnswer {
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
}

/** The JSON door. */
@Controller('v1/samples')
export class SamplesController {
  constructor(
    private readonly accumulator: SampleAccumulator,
    private readonly clock: Clock,
    private readonly metrics: DoorMetrics,
  ) {}

  @Post()
  @HttpCode(202)
  @Route({ rawBody: true, bodyLimit, scope: 'publish' })
  async take(@Req() request: FastifyRequest): Promise<SamplesAnswer> {
    const { parcels, accepted, rejected } = this.check(request);
    await writeSamples(this.accumulator, parcels, request);
    this.metrics.count(door, { accepted, rejected: rejected.length });
    if (accepted === 0) throw allRefused(rejected);
    return { accepted, rejected };
  }

  /** Parts that name themselves travel in parcels of their own, the others together. */
  private check(request: FastifyRequest): SamplesAnswer & { readonly parcels: readonly Parcel[] } {
    const tenant = tenantOf(request);
    const now = this.clock.now();
    const unnamed: ServiceSamples = new Map();
    const parcels: Parcel[] = [];
    const rejected: Rejection[] = [];
    let accepted = 0;
    for (const { samples, pointerOf, key } of partsOf(request)) {
      const to: ServiceSamples = key === undefined ? unnamed : new Map();
      const taken = acceptSamples(samples, { now, pointerOf, first: accepted + rejected.length, to });
      if (key !== undefined) parcels.push(...parcelsOf(to, { tenant, key }));
      rejected.push(...taken.rejected);
      accepted += taken.accepted;
    }
    return { parcels: [...parcels, ...parcelsOf(unnamed, { tenant })], accepted, rejected };
  }
}

function allRefused(errors: readonly Rejection[]): Problem {
  const [first] = errors;
  const detail = `no sample can be taken; ${first ? placed(first, 'body') : 'there is none'}`;
  return new Problem({ status: 400, code: 'invalid-samples', detail, errors });
}
