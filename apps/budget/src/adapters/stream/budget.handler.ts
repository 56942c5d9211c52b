import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { type MetricSamples, metricSamples, type SloDefinition, sloDefinition } from '@roadworthy/contracts';
import type { RecordBatch } from '@roadworthy/stream';

import { budgetKey } from '../../domain/service-budgets.js';
import type { BudgetInput } from '../../domain/step.js';
import { budgetTransport } from './budget-processor.js';

@Controller()
export class BudgetHandler {
  @EventPattern<string>(sloDefinition.topic, budgetTransport)
  define(@Payload() batch: RecordBatch<SloDefinition, BudgetInput>): void {
    batch.apply((definition) => ({ key: budgetKey(definition), input: { kind: 'definition', definition } }));
  }

  @EventPattern<string>(metricSamples.topic, budgetTransport)
  count(@Payload() batch: RecordBatch<MetricSamples, BudgetInput>): void {
    batch.apply((record, { timestamp }) => ({ key: budgetKey(record), input: { kind: 'samples', record, timestamp } }));
  }
}
