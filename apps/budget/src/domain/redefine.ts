import type { ObjectiveSpec, SloDefinition } from '@roadworthy/contracts';
import { BucketSeries } from '@roadworthy/slo';

import { countedPart, seriesMatcher } from './series-matcher.js';
import { budgetOf, type Numbering, type ObjectiveState, type ServiceBudgets } from './service-budgets.js';

export type Redefinition =
  | { readonly kind: 'current'; readonly objective: ObjectiveState }
  | { readonly kind: 'retired'; readonly objective: ObjectiveState }
  | { readonly kind: 'unchanged' };

/**
 * Takes over a definition. A changed indicator or period counts anew; a changed target, name or tier keeps its counts.
 *
 * @throws {InvalidPatternError} when a matcher's pattern is not RE2
 */
export function redefine(state: ServiceBudgets, definition: SloDefinition): Redefinition {
  const name = definition.objective;
  const known = state.objectives.get(name);
  if (known && definition.version <= known.definition.version) return { kind: 'unchanged' };
  if (definition.deleted) {
    if (!known) return { kind: 'unchanged' };
    drop(state, name, known);
    // The status that says so is one more revision.
    state.retired.set(name, { episodeCount: known.episodeCount, statusRevision: known.statusRevision + 1 });
    state.changed.retired.add(name);
    return { kind: 'retired', objective: known };
  }
  const objective =
    known && countsAlike(known.definition.spec, definition.spec)
      ? keepCounts(known, definition)
      : countAnew(known ?? state.retired.get(name), definition);
  if (known && objective.series !== known.series) drop(state, name, known);
  state.objectives.set(name, objective);
  state.changed.objectives.add(name);
  return { kind: 'current', objective };
}

function drop(state: ServiceBudgets, name: string, { series }: ObjectiveState): void {
  state.objectives.delete(name);
  state.changed.objectives.add(name);
  state.changed.dropped.set(name, series);
}

const countsAlike = (a: ObjectiveSpec, b: ObjectiveSpec): boolean =>
  a.periodMs === b.periodMs && JSON.stringify(a.indicator) === JSON.stringify(b.indicator);

const keepCounts = (known: ObjectiveState, definition: SloDefinition): ObjectiveState => ({
  ...known,
  definition,
  budget: budgetOf(definition.spec),
});

/** A new indicator: counts and episodes start again, numbers of episodes and revisions go on. */
export function countAnew(known: Numbering | undefined, definition: SloDefinition): ObjectiveState {
  const { spec } = definition;
  return {
    definition,
    budget: budgetOf(spec),
    matcher: seriesMatcher(spec.indicator),
    series: new BucketSeries(countedPart(spec.indicator), spec.periodMs + spec.graceMs),
    since: Date.parse(definition.updatedAt),
    transitions: [],
    episodes: [],
    episodeCount: known?.episodeCount ?? 0,
    statusRevision: known?.statusRevision ?? 0,
    lastStatus: '',
    lateEvents: 0,
  };
}
