import { budgetStatus } from '@roadworthy/contracts';
import { z } from 'zod';

/** What the API answers, as far as the commands read it. */
export const sloPage = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      displayName: z.string(),
      version: z.number(),
      target: z.string(),
      periodMs: z.number(),
      status: budgetStatus.data.optional(),
    }),
  ),
  next: z.string().optional(),
});
export type SloItem = z.output<typeof sloPage>['items'][number];

const counts = { bad: z.number(), total: z.number() };

export const explanation = z.looseObject({
  id: z.string(),
  definitionVersion: z.number(),
  at: z.string().optional(),
  watermark: z.string().optional(),
  countingSince: z.string(),
  target: z.string(),
  period: z.looseObject({ ...counts, remaining: z.number().optional(), formula: z.string() }),
  tiers: z.array(
    z.looseObject({
      name: z.string(),
      severity: z.string(),
      fires: z.boolean(),
      windows: z.array(
        z.looseObject({
          ...counts,
          window: z.string(),
          from: z.string(),
          to: z.string(),
          burnRate: z.number(),
          inequality: z.string(),
          exceeds: z.boolean(),
        }),
      ),
    }),
  ),
  episodes: z.array(
    z.looseObject({
      episode: z.number(),
      revision: z.number(),
      state: z.string(),
      since: z.string(),
      until: z.string().optional(),
      tier: z.string().optional(),
    }),
  ),
  lateEvents: z.number(),
  problem: z.string().optional(),
});
export type Explanation = z.output<typeof explanation>;
