import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Readiness } from '@roadworthy/http';

import { ShipDefaults } from '../application/ship-defaults.js';
import { platformObjectives } from './documents/platform-objectives.js';
import { PublishedObjectives } from './documents/published-objectives.js';
import { FollowedStatuses } from './stream/followed-statuses.js';

/** Starts what runs beside requests and batches, and ends it. */
@Injectable()
export class BudgetLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly statuses: FollowedStatuses,
    private readonly published: PublishedObjectives,
    private readonly defaults: ShipDefaults,
    readiness: Readiness,
  ) {
    readiness.add('budget statuses', () => this.statuses.isCaughtUp);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.defaults.run(platformObjectives());
    this.published.relay.start();
    await this.statuses.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.published.relay.stop();
    await this.statuses.stop();
  }
}
