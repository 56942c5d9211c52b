import { Module } from '@nestjs/common';
import { Documents } from '@roadworthy/documents';
import { Log, StateStore } from '@roadworthy/stream';
import { Logger } from '@roadworthy/telemetry';

import { BudgetLifecycle } from './adapters/budget-lifecycle.js';
import { PublishedObjectives } from './adapters/documents/published-objectives.js';
import { BudgetsController } from './adapters/http/budgets.controller.js';
import { budgetOpenApi } from './adapters/http/open-api.js';
import { SlosController } from './adapters/http/slos.controller.js';
import { BudgetHandler } from './adapters/stream/budget.handler.js';
import { budgetProcessor } from './adapters/stream/budget-processor.js';
import { CommittedBudgets } from './adapters/stream/committed-budgets.js';
import { FollowedStatuses } from './adapters/stream/followed-statuses.js';
import { BudgetStatuses } from './application/budget-statuses.js';
import { ExplainObjective } from './application/explain-objective.js';
import { ObjectiveRepository } from './application/objective-document.js';
import { OwnedBudgets } from './application/owned-budgets.js';
import { PutObjective } from './application/put-objective.js';
import { RetireObjective } from './application/retire-objective.js';
import { ShipDefaults } from './application/ship-defaults.js';

@Module({
  controllers: [BudgetHandler, SlosController, BudgetsController],
  providers: [
    PutObjective,
    RetireObjective,
    ExplainObjective,
    ShipDefaults,
    BudgetLifecycle,
    {
      provide: PublishedObjectives,
      inject: [Documents, Log, Logger],
      useFactory: (documents: Documents, log: Log, logger: Logger) =>
        PublishedObjectives.open({ documents, log, logger: logger.for('objectives') }),
    },
    {
      provide: ObjectiveRepository,
      inject: [PublishedObjectives],
      useFactory: ({ repository }: PublishedObjectives) => repository,
    },
    {
      provide: FollowedStatuses,
      inject: [Log, Logger],
      useFactory: (log: Log, logger: Logger) => new FollowedStatuses(log, logger.for('budget statuses')),
    },
    { provide: BudgetStatuses, useExisting: FollowedStatuses },
    {
      provide: OwnedBudgets,
      inject: [Log, StateStore],
      useFactory: (log: Log, store: StateStore) => new CommittedBudgets(log, store),
    },
  ],
})
export class BudgetModule {
  static readonly processors = [budgetProcessor];
  static readonly openApi = budgetOpenApi;
}
