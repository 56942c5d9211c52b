import { z } from 'zod';

import { objectiveName, serviceName } from '@roadworthy/contracts';

const displayName = z.string().min(1).max(200);
const description = z.string().max(1050);

const metadata = z.strictObject({
  name: objectiveName,
  displayName: displayName.optional(),
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const metric = z.strictObject({
  metricSource: z.strictObject({
    type: z.literal('Roadworthy', 'the metric source is of type Roadworthy'),
    spec: z.strictObject({ selector: z.string().min(1).max(4096) }),
  }),
});
export type Metric = z.output<typeof metric>;

const indicator = z.strictObject({
  metadata: metadata.optional(),
  spec: z.strictObject({
    description: description.optional(),
    ratioMetric: z
      .strictObject({ counter: z.boolean(), good: metric.optional(), bad: metric.optional(), total: metric })
      .optional(),
    thresholdMetric: metric.optional(),
  }),
});
export type OpenSloIndicator = z.output<typeof indicator>;

const objective = z.strictObject({
  displayName: displayName.optional(),
  op: z.enum(['lt', 'lte', 'gt', 'gte']).optional(),
  value: z.number().optional(),
  target: z.number().optional(),
  targetPercent: z.number().optional(),
});
export type OpenSloObjective = z.output<typeof objective>;

const timeWindow = z.strictObject({
  duration: z.string(),
  isRolling: z.literal(true, 'a time window is rolling: isRolling: true').optional(),
});

/** What every document begins with. */
export const openSloHead = z.object({
  apiVersion: z.literal('openslo/v1', 'apiVersion must be openslo/v1'),
  kind: z.enum(['Service', 'SLO'], 'kind must be Service or SLO'),
});

export const openSloService = z.strictObject({
  ...openSloHead.shape,
  metadata: z.strictObject({ ...metadata.shape, name: serviceName }),
  spec: z.strictObject({ description: description.optional() }),
});

/** The part of OpenSLO v1 that is read: one objective over an inline indicator, counted by events. */
export const openSloSlo = z.strictObject({
  ...openSloHead.shape,
  metadata,
  spec: z.strictObject({
    description: description.optional(),
    service: serviceName,
    indicator,
    timeWindow: z.array(timeWindow).length(1, 'exactly one time window'),
    budgetingMethod: z.literal('Occurrences', 'budgetingMethod must be Occurrences'),
    objectives: z.array(objective).length(1, 'exactly one objective in a document'),
    alertPolicies: z.array(z.unknown()).max(0, 'alert tiers stand in the annotation roadworthy.tiers').optional(),
  }),
});
export type OpenSloSlo = z.output<typeof openSloSlo>;
