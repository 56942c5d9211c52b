import { z } from 'zod';

import { serviceName, tenantName } from '../names.js';

const index = z.int().nonnegative();
const count = z.int().nonnegative();

const explicitHistogram = z.object({
  bounds: z.array(z.number()),
  counts: z.array(count),
  sum: z.number().optional(),
});

const exponentialHistogram = z.object({
  scale: z.int(),
  zeroCount: count,
  positive: z.object({ offset: z.int(), counts: z.array(count) }),
  negative: z.object({ offset: z.int(), counts: z.array(count) }),
  sum: z.number().optional(),
});

/**
 * The samples of one service from one request or linger window, by column. Distinct strings stand once in `symbols`;
 * a row of `series` is `[kind, temporality, name, unit, label, value, label, value, …]`, where kind is an index of
 * `sampleKinds`, temporality 0 (none), 1 (delta) or 2 (cumulative), the rest indices of `symbols`.
 */
export const packedSamples = z.object({
  tenant: tenantName,
  service: serviceName,
  publisher: z.string().min(1).max(200).describe('who wrote the record; with `sequence` its identity'),
  sequence: index.describe('rises with each record of the publisher in the partition'),
  symbols: z.array(z.string()),
  series: z.array(z.array(index).min(4)),
  seriesOf: z.array(index).min(1).max(500).describe('per sample: its row in `series`'),
  base: z.int().nonnegative().describe('ms UTC'),
  time: z.array(z.int()).describe('per sample: event time as ms after `base`'),
  value: z.array(z.number()).describe('per sample: value, good, or its row in `histograms`'),
  total: z.array(count).optional().describe('per sample, when any is a ratio: total, else 0'),
  age: z
    .array(count)
    .optional()
    .describe('per sample, when any says when its counting began: ms from then to event time, 0 where unknown'),
  histograms: z.array(z.union([explicitHistogram, exponentialHistogram])).optional(),
  ids: z
    .array(z.tuple([index, z.string().max(200)]))
    .optional()
    .describe('[sample, id] where the publisher gave one'),
  requests: z
    .array(z.tuple([z.string(), index, count]))
    .optional()
    .describe('[idempotency hash, first sample, samples] per request that named a key'),
});
export type PackedSamples = z.output<typeof packedSamples>;

export const maxSamplesPerRecord = 500;
