import { randomUUID } from 'node:crypto';

import { Module } from '@nestjs/common';
import { Documents } from '@roadworthy/documents';
import { type AnyProcessor, Clock, Log } from '@roadworthy/stream';
import { Logger } from '@roadworthy/telemetry';

import { DocumentReplayLedger } from './adapters/documents/document-replay-ledger.js';
import { DashboardController } from './adapters/http/dashboard.controller.js';
import { DashboardFolder } from './adapters/http/dashboard-folder.js';
import { DeadLettersController } from './adapters/http/dead-letters.controller.js';
import { LiveController } from './adapters/http/live.controller.js';
import { reportOpenApi } from './adapters/http/open-api.js';
import { OpenStreams } from './adapters/http/open-streams.js';
import { TopicsController } from './adapters/http/topics.controller.js';
import { ReportLifecycle } from './adapters/report-lifecycle.js';
import { FollowedEvents } from './adapters/stream/followed-events.js';
import { LiveFeed } from './application/live-feed.js';
import { ReadDeadLetters } from './application/read-dead-letters.js';
import { ReplayDeadLetters } from './application/replay-dead-letters.js';
import { ReplayLedger } from './application/replay-ledger.js';
import { Topics } from './application/topics.js';

@Module({
  controllers: [LiveController, TopicsController, DeadLettersController, DashboardController],
  providers: [
    OpenStreams,
    ReportLifecycle,
    { provide: DashboardFolder, useFactory: () => DashboardFolder.beside() },
    { provide: LiveFeed, inject: [Clock], useFactory: (clock: Clock) => new LiveFeed(randomUUID(), clock) },
    {
      provide: FollowedEvents,
      inject: [Log, LiveFeed, Logger],
      useFactory: (log: Log, feed: LiveFeed, logger: Logger) => new FollowedEvents(log, feed, logger.for('live feed')),
    },
    { provide: Topics, inject: [Log], useFactory: (log: Log) => new Topics(log) },
    {
      provide: ReadDeadLetters,
      inject: [Log, Logger],
      useFactory: (log: Log, logger: Logger) => new ReadDeadLetters(log, logger.for('dead letters')),
    },
    {
      provide: ReplayLedger,
      inject: [Documents],
      useFactory: (documents: Documents) => DocumentReplayLedger.open(documents),
    },
    {
      provide: ReplayDeadLetters,
      inject: [Log, Clock, ReadDeadLetters, ReplayLedger],
      useFactory: (log: Log, clock: Clock, letters: ReadDeadLetters, ledger: ReplayLedger) =>
        new ReplayDeadLetters({ log, clock, letters, ledger }),
    },
  ],
})
export class ReportModule {
  static readonly processors: readonly AnyProcessor[] = [];
  static readonly openApi = reportOpenApi;
}
