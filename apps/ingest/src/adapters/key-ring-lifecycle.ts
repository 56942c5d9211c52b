import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { PublishedKeyRings } from './documents/published-key-rings.js';

/** Publishes key rings while the process runs. */
@Injectable()
export class KeyRingLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly published: PublishedKeyRings) {}

  onApplicationBootstrap(): void {
    this.published.relay.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.published.relay.stop();
  }
}
