import { randomUUID } from 'node:crypto';

import { Module } from '@nestjs/common';
import { Documents } from '@roadworthy/documents';
import { Clock, Log } from '@roadworthy/stream';
import { Logger } from '@roadworthy/telemetry';

import { AccumulatorLifecycle } from './adapters/accumulator-lifecycle.js';
import { PublishedKeyRings } from './adapters/documents/published-key-rings.js';
import { KeysController } from './adapters/http/access/keys.controller.js';
import { MetricsController } from './adapters/http/metrics.controller.js';
import { ingestOpenApi } from './adapters/http/open-api.js';
import { SamplesController } from './adapters/http/samples.controller.js';
import { KeyRingLifecycle } from './adapters/key-ring-lifecycle.js';
import { InboxHandler } from './adapters/stream/inbox.handler.js';
import { inboxProcessor } from './adapters/stream/inbox-processor.js';
import { ChangeKeyRing } from './application/access/change-key-ring.js';
import { KeyRingRepository } from './application/access/key-ring-document.js';
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
  controllers: [SamplesController, MetricsController, KeysController, InboxHandler],
  providers: [
    DoorMetrics,
    AccumulatorLifecycle,
    ChangeKeyRing,
    KeyRingLifecycle,
    {
      provide: PublishedKeyRings,
      inject: [Documents, Log, Logger],
      useFactory: (documents: Documents, log: Log, logger: Logger) =>
        PublishedKeyRings.open({ documents, log, logger: logger.for('keys') }),
    },
    {
      provide: KeyRingRepository,
      inject: [PublishedKeyRings],
      useFactory: ({ repository }: PublishedKeyRings) => repository,
    },
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
