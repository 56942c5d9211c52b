import { Controller, Post, Req, Res } from '@nestjs/common';
import { Problem, Route, tenantOf } from '@roadworthy/http';
import { Clock } from '@roadworthy/stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { DoorMetrics } from '../../application/door-metrics.js';
import { SampleAccumulator } from '../../application/sample-accumulator.js';
import { countPoints } from '../../domain/otlp/count-points.js';
import { type MappedMetrics, mapMetrics } from '../../domain/otlp/map-metrics.js';
import { parcelsOf } from '../../domain/parcel.js';
import { type OtlpEncoding, otlpEncoding } from './otlp-encoding.js';
import { writeSamples } from './write-samples.js';

const bodyLimit = 4_194_304;
const maxPoints = 10_000;
const door = 'otlp';

/** `google.rpc.Code` of the refusals that OTLP senders tell apart. */
const invalidArgument = 3;
const unavailable = 14;

/** The OpenTelemetry door: OTLP/HTTP metrics in both encodings. */
@Controller('v1/metrics')
export class MetricsController {
  constructor(
    private readonly accumulator: SampleAccumulator,
    private readonly clock: Clock,
    private readonly metrics: DoorMetrics,
  ) {}

  @Post()
  @Route({ rawBody: true, bodyLimit, scope: 'publish' })
  async take(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const encoding = otlpEncoding(request.headers['content-type']);
    try {
      const mapped = this.map(request, encoding);
      const parcels = parcelsOf(mapped.samples, { tenant: tenantOf(request) });
      await writeSamples(this.accumulator, parcels, request);
      this.metrics.count(door, mapped);
      void reply
        .status(200)
        .type(encoding.type)
        .send(encoding.response(answerOf(mapped)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Of the server's own, OTLP senders try again after 502, 503 and 504 alone.
      const [status, code] = error.status >= 500 ? [503, unavailable] : [error.status, invalidArgument];
      const body = encoding.status({ code, message: error.message });
      void reply.status(status).headers(error.headers).type(encoding.type).send(body);
    }
  }

  private map({ body }: FastifyRequest, encoding: OtlpEncoding): MappedMetrics {
    const decoded = encoding.decode(body instanceof Uint8Array ? body : new Uint8Array());
    const count = countPoints(decoded);
    if (count > maxPoints)
      throw new Problem({
        status: 413,
        code: 'too-many-points',
        detail: `a request holds at most ${maxPoints} data points, got ${count}`,
      });
    return mapMetrics(decoded, this.clock.now());
  }
}

/** A full success is an empty message. */
const answerOf = ({ rejected, reasons }: MappedMetrics): object =>
  rejected === 0 ? {} : { partialSuccess: { rejectedDataPoints: rejected, errorMessage: reasons.join('; ') } };
