import type { ObjectiveSpec, SloDefinition } from '@roadworthy/contracts';
import { type BucketSeries, errorBudget, type Rational } from '@roadworthy/slo';

import type { CumulativeState } from './delta-samples.js';
import type { Episode } from './episodes.js';
import type { SeriesMatcher } from './series-matcher.js';

/** From `end` on this tier leads (its place in the objective's list), until the next transition; -1: none fires. */
export interface Transition {
  readonly end: number;
  readonly tier: number;
}

/** One objective as its partition counts it. Times are ms UTC. */
export interface ObjectiveState {
  definition: SloDefinition;
  budget: Rational;
  matcher: SeriesMatcher;
  series: BucketSeries;
  /** when counting of this indicator began */
  since: number;
  newestEvent?: number | undefined;
  /** end of the last window that was evaluated */
  evaluatedTo?: number | undefined;
  /** when that was, by the clock; before it, when the objective said last why it counts nothing */
  evaluatedAt?: number | undefined;
  /** the earliest end that late events touched and that is not evaluated again yet */
  recountFrom?: number | undefined;
  transitions: Transition[];
  episodes: Episode[];
  episodeCount: number;
  statusRevision: number;
  /** what the last status said, without its revision */
  lastStatus: string;
  lateEvents: number;
  /** why samples that the indicator selected could not be counted, the last time that happened */
  problem?: string | undefined;
}

/** How far an objective had numbered its episodes and statuses when it was retired: its successor goes on from there. */
export type Numbering = Pick<ObjectiveState, 'episodeCount' | 'statusRevision'>;

/** All objectives of one service, and what they share. */
export interface ServiceBudgets {
  readonly tenant: string;
  readonly service: string;
  /** how long after each bucket's end the service is evaluated, ms in [0, 1,000): all services at once would delay alerts */
  readonly phaseMs: number;
  readonly objectives: Map<string, ObjectiveState>;
  readonly retired: Map<string, Numbering>;
  /** cumulative series that some objective counts, by series key */
  readonly counters: Map<string, CumulativeState>;
  /** ids of counted samples, by the start of their bucket, ms UTC */
  readonly ids: Map<number, Set<string>>;
  readonly changed: ChangedParts;
}

/** What must be written; the codec empties it. */
export interface ChangedParts {
  readonly objectives: Set<string>;
  readonly retired: Set<string>;
  /** of objectives that are retired or count something else: their pages are removed */
  readonly dropped: Map<string, BucketSeries>;
  readonly counters: Set<string>;
  readonly ids: Set<number>;
}

const spreadMs = 1_000;

function phaseOf(key: string): number {
  let hash = 0;
  for (const byte of Buffer.from(key)) hash = (Math.imul(hash, 31) + byte) >>> 0;
  return hash % spreadMs;
}

export const emptyBudgets = (key: string): ServiceBudgets => {
  const slash = key.indexOf('/');
  return {
    tenant: key.slice(0, slash),
    service: key.slice(slash + 1),
    phaseMs: phaseOf(key),
    objectives: new Map(),
    retired: new Map(),
    counters: new Map(),
    ids: new Map(),
    changed: { objectives: new Set(), retired: new Set(), dropped: new Map(), counters: new Set(), ids: new Set() },
  };
};

export const budgetKey = ({ tenant, service }: { tenant: string; service: string }): string => `${tenant}/${service}`;

export const budgetOf = ({ target }: ObjectiveSpec): Rational => errorBudget(target);

/** Event time up to which counts are sealed, ms UTC. */
export const watermarkOf = ({ newestEvent, definition }: ObjectiveState): number | undefined =>
  newestEvent === undefined ? undefined : newestEvent - definition.spec.boundMs;
