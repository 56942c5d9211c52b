import { Controller, Get, Param } from '@nestjs/common';
import type { BudgetStatus } from '@roadworthy/contracts';
import { RequestTenant } from '@roadworthy/http';

import { BudgetStatuses } from '../../application/budget-statuses.js';
import { ExplainObjective } from '../../application/explain-objective.js';
import { documentId, ObjectiveRepository } from '../../application/objective-document.js';
import type { Explanation } from '../../domain/explain.js';
import { notCountedYet, unknownSlo } from './objective-problem.js';

/** Where a budget stands, and how that came about. */
@Controller('v1/slos/:id')
export class BudgetsController {
  constructor(
    private readonly objectives: ObjectiveRepository,
    private readonly statuses: BudgetStatuses,
    private readonly explanations: ExplainObjective,
  ) {}

  @Get('status')
  async status(@RequestTenant() tenant: string, @Param('id') id: string): Promise<BudgetStatus> {
    if (!(await this.objectives.find(documentId(tenant, id)))) throw unknownSlo(id);
    const status = this.statuses.find(tenant, id);
    if (!status) throw notCountedYet(id);
    return status;
  }

  @Get('explain')
  async explain(@RequestTenant() tenant: string, @Param('id') id: string): Promise<Explanation> {
    const explanation = await this.explanations.run(tenant, id);
    if (explanation === undefined) throw unknownSlo(id);
    if (explanation === 'pending') throw notCountedYet(id);
    return explanation;
  }
}
