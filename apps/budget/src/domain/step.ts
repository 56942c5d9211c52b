import {
  type Alert,
  type BudgetStatus,
  type PackedSamples,
  packSamples,
  type SloDefinition,
} from '@roadworthy/contracts';

import { alertOf } from './alert.js';
import { isBrokenRecord } from './broken-record.js';
import { countSamples, type RefusedSamples } from './count-samples.js';
import { reconcile } from './episodes.js';
import { evaluate, isPrompt, nextEvaluation } from './evaluate.js';
import { forget } from './forget.js';
import { redefine } from './redefine.js';
import type { ObjectiveState, ServiceBudgets } from './service-budgets.js';
import { statusOf } from './status.js';

export type BudgetInput =
  | { readonly kind: 'samples'; readonly record: PackedSamples; readonly timestamp: number }
  | { readonly kind: 'definition'; readonly definition: SloDefinition }
  | { readonly kind: 'wake' };

/** What a step sends out, before it is tied to topics. */
export interface BudgetOutput {
  readonly statuses: readonly BudgetStatus[];
  readonly alerts: readonly Alert[];
  readonly rejections: readonly SamplesRejection[];
}

export interface SamplesRejection {
  readonly reason: string;
  readonly detail: string;
  readonly data: PackedSamples;
  /** nothing of the record was of use, and not for being late */
  readonly isBroken: boolean;
}

const silent: BudgetOutput = { statuses: [], alerts: [], rejections: [] };

/** What one input does to a service's budgets. Deterministic; owns `state` and updates it in place. */
export function step(state: ServiceBudgets, input: BudgetInput, now: number): BudgetOutput {
  switch (input.kind) {
    case 'samples':
      return count(state, input, now);
    case 'definition':
      return define(state, input.definition, now);
    case 'wake':
      forget(state, now);
      return evaluateAll(state, now, () => true);
  }
}

/** When the first objective of the service wants to be evaluated, ms UTC. */
export function nextWake({ objectives, phaseMs }: ServiceBudgets): number | undefined {
  const times = [...objectives.values()]
    .map((objective) => nextEvaluation(objective, phaseMs))
    .filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}

function count(
  state: ServiceBudgets,
  { record, timestamp }: { record: PackedSamples; timestamp: number },
  now: number,
): BudgetOutput {
  const refused = countSamples(state, record, timestamp);
  const output = evaluateAll(state, now, (objective) => isPrompt(objective, now));
  const isBroken = isBrokenRecord(record, refused);
  return { ...output, rejections: refused.map((samples) => ({ ...rejectionOf(record, samples), isBroken })) };
}

function define(state: ServiceBudgets, definition: SloDefinition, now: number): BudgetOutput {
  const change = redefine(state, definition);
  switch (change.kind) {
    case 'unchanged':
      return silent;
    case 'retired':
      return retire(change.objective, definition, now);
    case 'current':
      evaluate(change.objective, now);
      return outputOf(change.objective, now);
  }
}

function evaluateAll(state: ServiceBudgets, now: number, due: (objective: ObjectiveState) => boolean): BudgetOutput {
  const outputs = [...state.objectives.values()]
    .filter((objective) => due(objective) && evaluate(objective, now))
    .map((objective) => {
      state.changed.objectives.add(objective.definition.objective);
      return outputOf(objective, now);
    });
  if (outputs.length === 0) return silent;
  return {
    statuses: outputs.flatMap(({ statuses }) => statuses),
    alerts: outputs.flatMap(({ alerts }) => alerts),
    rejections: [],
  };
}

/** The status when it says something new, and the revisions of episodes that the counts ask for. */
function outputOf(objective: ObjectiveState, now: number): BudgetOutput {
  const { episodes, transitions, episodeCount } = objective;
  const { revisions, ...reconciled } = reconcile(episodes, transitions, {
    numbered: episodeCount,
    now: objective.evaluatedTo ?? now,
  });
  objective.episodes = reconciled.episodes;
  objective.episodeCount = reconciled.numbered;
  return {
    statuses: newStatus(objective),
    alerts: revisions.map((revision) => alertOf(objective, revision)),
    rejections: [],
  };
}

function newStatus(objective: ObjectiveState, retired = false): BudgetStatus[] {
  const status = statusOf(objective, retired);
  const said = JSON.stringify({ ...status, at: undefined });
  if (said === objective.lastStatus) return [];
  objective.lastStatus = said;
  return [{ ...status, revision: ++objective.statusRevision }];
}

function retire(objective: ObjectiveState, definition: SloDefinition, now: number): BudgetOutput {
  const retired = { ...objective, definition: { ...definition, spec: objective.definition.spec } };
  const open = objective.episodes.filter(({ state }) => state === 'open');
  const at = objective.evaluatedTo ?? now;
  const alerts = open.map((episode) => {
    const resolved = { ...episode, revision: episode.revision + 1, state: 'resolved' as const, until: at };
    return alertOf(retired, { change: 'resolved', at, episode: resolved }, 'objective retired');
  });
  return { statuses: newStatus(retired, true), alerts, rejections: [] };
}

const rejectionOf = (
  { tenant, service, publisher, sequence }: PackedSamples,
  { reason, detail, samples }: RefusedSamples,
) => ({
  reason,
  detail,
  data: packSamples({ tenant, service, publisher, sequence }, samples),
});
