import { Injectable } from '@nestjs/common';

import { type Explanation, explain } from '../domain/explain.js';
import { documentId, ObjectiveRepository, sloIdOf } from './objective-document.js';
import { OwnedBudgets } from './owned-budgets.js';

/** Says how an objective's numbers came about, from the integers that its owner committed last. */
@Injectable()
export class ExplainObjective {
  constructor(
    private readonly objectives: ObjectiveRepository,
    private readonly budgets: OwnedBudgets,
  ) {}

  /** @returns `undefined` for an unknown objective, `pending` for one that its owner has not taken up yet */
  async run(tenant: string, slo: string): Promise<(Explanation & { readonly id: string }) | 'pending' | undefined> {
    const document = await this.objectives.find(documentId(tenant, slo));
    if (!document) return undefined;
    const { service, objective } = document.data;
    const state = (await this.budgets.find(tenant, service))?.objectives.get(objective);
    return state ? { id: sloIdOf(document.data), ...explain(state) } : 'pending';
  }
}
