import { metricSamples } from '@roadworthy/contracts';
import { type Log, partitionOf, readEntity, type StateStore } from '@roadworthy/stream';

import { OwnedBudgets } from '../../application/owned-budgets.js';
import { budgetKey, type ServiceBudgets } from '../../domain/service-budgets.js';
import { budgetProcessor } from './budget-processor.js';

/** Reads budgets from the state store, where their owner commits them. */
export class CommittedBudgets extends OwnedBudgets {
  constructor(
    private readonly log: Log,
    private readonly store: StateStore,
  ) {
    super();
  }

  async find(tenant: string, service: string): Promise<ServiceBudgets | undefined> {
    const key = budgetKey({ tenant, service });
    const partition = partitionOf(key, (await this.log.ranges(metricSamples.topic)).length);
    return readEntity(this.store, budgetProcessor, { partition, key });
  }
}
