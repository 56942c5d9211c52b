import { Injectable } from '@nestjs/common';
import { Clock } from '@roadworthy/stream';

import { documentId, ObjectiveRepository } from './objective-document.js';

/** Retires an objective if the caller saw its latest version; its open episodes resolve. */
@Injectable()
export class RetireObjective {
  constructor(
    private readonly objectives: ObjectiveRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws {StaleVersionError} when it was changed since, or is retired already */
  async run(tenant: string, slo: string, version: number): Promise<void> {
    await this.objectives.remove({ id: documentId(tenant, slo), version, at: this.clock.now() });
  }
}
