import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Readiness } from '@roadworthy/http';

import { LiveFeed } from '../application/live-feed.js';
import { FollowedEvents } from './stream/followed-events.js';

/** Starts reading when the process starts, and ends it. */
@Injectable()
export class ReportLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly events: FollowedEvents,
    feed: LiveFeed,
    readiness: Readiness,
  ) {
    readiness.add('live feed', () => feed.isCaughtUp);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.events.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.events.stop();
  }
}
