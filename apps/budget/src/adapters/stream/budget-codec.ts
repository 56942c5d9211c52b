import { sloDefinition } from '@roadworthy/contracts';
import { fromJsonBytes, type StateCodec, toJsonBytes } from '@roadworthy/stream';
import { z } from 'zod';

import type { CumulativeState } from '../../domain/delta-samples.js';
import { countAnew } from '../../domain/redefine.js';
import {
  emptyBudgets,
  type Numbering,
  type ObjectiveState,
  type ServiceBudgets,
} from '../../domain/service-budgets.js';

type Part = readonly [name: string, bytes: Uint8Array | undefined];

const transition = z.object({ end: z.number(), tier: z.int() });

const episode = z.object({
  number: z.int(),
  revision: z.int(),
  state: z.enum(['open', 'resolved', 'retracted']),
  since: z.number(),
  until: z.number().optional(),
  tier: z.int(),
});

/** Everything of an objective but its counts, which are pages of their own, and what its definition says anyway. */
const storedObjective = z.compile(
  z.object({
    definition: sloDefinition.data,
    since: z.number(),
    newestEvent: z.number().optional(),
    evaluatedTo: z.number().optional(),
    evaluatedAt: z.number().optional(),
    recountFrom: z.number().optional(),
    transitions: z.array(transition),
    episodes: z.array(episode),
    episodeCount: z.int(),
    statusRevision: z.int(),
    lastStatus: z.string(),
    lateEvents: z.number(),
    problem: z.string().optional(),
  }),
);

const partNames = {
  objective: (name: string): string => `o.${name}`,
  page: (name: string, page: string): string => `p.${name}.${page}`,
  retired: (name: string): string => `r.${name}`,
  counter: (key: string): string => `c.${key}`,
  ids: (bucket: number): string => `i.${bucket}`,
};

/** A service's budgets as named parts: a header and pages of counts per objective, cumulative series, ids by bucket. */
export const budgetCodec: StateCodec<ServiceBudgets> = {
  version: 1,
  *changes(state) {
    const { objectives, retired, dropped, counters, ids } = state.changed;
    for (const [name, series] of dropped)
      for (const page of series.pageNames()) yield [partNames.page(name, page), undefined];
    for (const name of objectives) yield* objectiveParts(name, state.objectives.get(name));
    for (const name of retired) yield [partNames.retired(name), jsonOf(state.retired.get(name))];
    for (const key of counters) yield [partNames.counter(key), jsonOf(state.counters.get(key))];
    for (const bucket of ids) yield [partNames.ids(bucket), jsonOf(listOf(state.ids.get(bucket)))];
    for (const part of [objectives, retired, dropped, counters, ids]) part.clear();
  },
  restore(key, parts) {
    const state = emptyBudgets(key);
    for (const [name, bytes] of parts) if (name.startsWith('o.')) restoreObjective(state, bytes);
    for (const [name, bytes] of parts) restorePart(state, name, bytes);
    return state;
  },
};

const jsonOf = (value: unknown): Uint8Array | undefined => (value === undefined ? undefined : toJsonBytes(value));

const listOf = (ids: Set<string> | undefined): string[] | undefined => ids && [...ids];

function* objectiveParts(name: string, objective: ObjectiveState | undefined): Iterable<Part> {
  if (!objective) {
    yield [partNames.objective(name), undefined];
    return;
  }
  const { series, ...rest } = objective;
  const stored = { ...rest, budget: undefined, matcher: undefined };
  yield [partNames.objective(name), toJsonBytes(stored)];
  for (const [page, bytes] of series.takeChanges()) yield [partNames.page(name, page), bytes];
}

function restoreObjective(state: ServiceBudgets, bytes: Uint8Array): void {
  const stored = storedObjective.parse(fromJsonBytes(bytes));
  const { budget, matcher, series } = countAnew(undefined, stored.definition);
  state.objectives.set(stored.definition.objective, { ...stored, budget, matcher, series });
}

function restorePart(state: ServiceBudgets, name: string, bytes: Uint8Array): void {
  const rest = name.slice(2);
  switch (name[0]) {
    case 'p': {
      const dot = rest.indexOf('.');
      state.objectives.get(rest.slice(0, dot))?.series.restore(rest.slice(dot + 1), bytes);
      break;
    }
    case 'r':
      state.retired.set(rest, fromJsonBytes(bytes) as Numbering);
      break;
    case 'c':
      state.counters.set(rest, fromJsonBytes(bytes) as CumulativeState);
      break;
    case 'i':
      state.ids.set(Number(rest), new Set(fromJsonBytes(bytes) as string[]));
      break;
    default:
  }
}
