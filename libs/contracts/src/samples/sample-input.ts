import { z } from 'zod';

import { labelName, labelValue, metricName, serviceName, timeInput } from '../names.js';

const finite = z.number();
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const histogram = z
  .strictObject({
    bounds: z.array(finite).max(200).describe('rising upper bounds, each inclusive'),
    counts: z.array(count).min(1).max(201).describe('events by bucket: one more than bounds'),
    sum: finite.optional(),
  })
  .refine(({ bounds, counts }) => counts.length === bounds.length + 1, {
    path: ['counts'],
    message: 'one more count than bounds',
  })
  .refine(({ bounds }) => bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? bound)), {
    path: ['bounds'],
    message: 'bounds must rise',
  });

const shapes = ['value', 'good', 'histogram'] as const;

/** One sample as the JSON doors take it: exactly one of `value`, `good` with `total`, `histogram`. */
export const sampleInput = z
  .strictObject({
    id: z.string().min(1).max(200).optional().describe('de-duplicates; UUIDv7 recommended'),
    time: timeInput.describe('event time: RFC 3339 or integer ms UTC'),
    service: serviceName,
    name: metricName,
    labels: z
      .record(labelName, labelValue)
      .refine((labels) => Object.keys(labels).length <= 32, 'at most 32 labels')
      .optional(),
    unit: z.string().max(63).optional().describe('UCUM code'),
    value: finite.optional().describe('a gauge, or a single observation'),
    good: count.optional(),
    total: count.optional(),
    histogram: histogram.optional(),
  })
  .superRefine((sample, context) => {
    const given = shapes.filter((shape) => sample[shape] !== undefined);
    if (given.length !== 1)
      context.addIssue({
        code: 'custom',
        message: `exactly one of value, good with total, histogram; got ${given.join(' and ') || 'none'}`,
      });
    if ((sample.good === undefined) !== (sample.total === undefined))
      context.addIssue({
        code: 'custom',
        path: [sample.good === undefined ? 'good' : 'total'],
        message: 'good and total come together',
      });
    if (sample.good !== undefined && sample.total !== undefined && sample.good > sample.total)
      context.addIssue({
        code: 'custom',
        path: ['good'],
        message: `good must be at most total ${sample.total}, got ${sample.good}`,
      });
  });
export type SampleInput = z.output<typeof sampleInput>;
