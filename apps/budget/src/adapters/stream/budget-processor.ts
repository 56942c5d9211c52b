import {
  budgetAlerts,
  budgetDeadLetters,
  budgetStatus,
  metricSamples,
  type PackedSamples,
  sloDefinition,
} from '@roadworthy/contracts';
import {
  type Deduplication,
  type InputDefinition,
  type ProcessorDefinition,
  publication,
  transportOf,
} from '@roadworthy/stream';

import { emptyBudgets, type ServiceBudgets } from '../../domain/service-budgets.js';
import { type BudgetInput, nextWake, step } from '../../domain/step.js';
import { withoutRequests } from '../../domain/without-requests.js';
import { budgetCodec } from './budget-codec.js';

/** A packed record is known by its publisher and sequence, an HTTP request inside it by its idempotency key. */
const deduplication: Deduplication<PackedSamples> = {
  identity: ({ publisher, sequence }) => ({ source: publisher, epoch: 0, sequence }),
  requests: ({ requests = [] }) => requests.map(([hash]) => hash),
  without: withoutRequests,
};

const samplesInput: InputDefinition<typeof metricSamples> = { event: metricSamples, deduplication };

const definitionsInput: InputDefinition<typeof sloDefinition> = { event: sloDefinition, bootstrap: true };

export const budgetTransport = transportOf('budget');

/** The budget service on the stream runtime: state by service, definitions before samples. */
export const budgetProcessor: ProcessorDefinition<ServiceBudgets, BudgetInput> = {
  name: 'budget',
  inputs: [definitionsInput, samplesInput],
  create: emptyBudgets,
  codec: budgetCodec,
  step(state, input, { now }) {
    const { statuses, alerts, rejections } = step(state, input, now);
    return {
      publish: [
        ...statuses.map((status) => publication(budgetStatus, status)),
        ...alerts.map((alert) => publication(budgetAlerts, alert)),
      ],
      reject: rejections,
    };
  },
  nextWake,
  wakeInput: { kind: 'wake' },
  deadLetters: budgetDeadLetters,
  alerts: budgetAlerts,
};
