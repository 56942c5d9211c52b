import { randomUUID } from 'node:crypto';

import { Module } from '@nestjs/common';
import { Clock, Log } from '@roadworthy/stream';
import { Logger } from '@roadworthy/telemetry';

import { AccumulatorLifecycle } from './adapters/accumulator-lifecycle.js';
import { MetricsController } from './adapters/http/metrics.controller.js';
import { ingestOpenApi } from './adapters/http/open-api.js';
import { SamplesController } from './adapters/http/samples.controller.js';
import { InboxHandler } from './adapters/stream/inbox.handler.js';
import { inboxProcessor } from './adapters/stream/inbox-processor.js';
import { DoorMetrics } from './application/door-metrics.js';
import { SampleAccumulator } from './application/sample-accumulator.js';

const limits = {
  lingerMs: 10,
  enoughBytes: 65_536,
  maxBytes: 33_554_432,
  maxAppendBytes: 4_194_304,
  patienceMs: 10_000,
};

@Module({
  controllers: [SamplesController, MetricsController, InboxHandler],
  providers: [
    DoorMetrics,
    AccumulatorLifecycle,
    {
      provide: SampleAccumulator,
      inject: [Log, Clock, Logger],
      useFactory: (log: Log, clock: Clock, logger: Logger) =>
        new SampleAccumulator({
          log,
          clock,
          logger: logger.for('accumulator'),
          publisher: `ingest-${randomUUID()}`,
          ...limits,
        }),
    },
  ],
})
export class IngestModule {
  static readonly processors = [inboxProcessor];
  static readonly openApi = ingestOpenApi;
}
