import { type PackedSamples, type Sample, type SeriesRow, seriesRow, unpackSamples } from '@roadworthy/contracts';
import { bucketMs, bucketStart } from '@roadworthy/slo';

import { type DeltaSample, deltaOf } from './delta-samples.js';
import { type CountedEvents, eventCounts, type Uncountable } from './event-counts.js';
import { countedPart, type SeriesRole } from './series-matcher.js';
import { type ObjectiveState, type ServiceBudgets, watermarkOf } from './service-budgets.js';

/** How far ahead of the record's own timestamp an event may be, ms. */
const futureMs = 60_000;

export type Refusal = 'future' | 'too-late' | 'uncountable';

interface SampleRefusal {
  readonly reason: Refusal;
  readonly detail: string;
}

/** Samples of one record that were not counted, by reason. */
export interface RefusedSamples {
  readonly reason: Refusal;
  readonly detail: string;
  readonly samples: readonly Sample[];
}

interface MatchedObjective {
  readonly objective: ObjectiveState;
  readonly role: SeriesRole;
}

/**
 * Counts a record's samples into every objective that they concern.
 *
 * @param timestamp - the record's own, ms UTC: "future" is judged against it, so that a replay judges alike
 * @returns what was refused, and why
 */
export function countSamples(state: ServiceBudgets, record: PackedSamples, timestamp: number): RefusedSamples[] {
  if (state.objectives.size === 0) return [];
  const matched = record.series.map((_, i) => matchedObjectives(state, seriesRow(record, i)));
  if (matched.every((objectives) => objectives.length === 0)) return [];
  const refused = new Map<string, SampleRefusal & { samples: Sample[] }>();
  const samples = unpackSamples(record);
  record.seriesOf.forEach((series, i) => {
    const sample = samples[i];
    const objectives = matched[series];
    if (!sample || !objectives || objectives.length === 0) return;
    const refusal = countSample(state, sample, { objectives, timestamp });
    if (!refusal) return;
    const entry = refused.get(refusal.reason) ?? { ...refusal, samples: [] };
    entry.samples.push(sample);
    refused.set(refusal.reason, entry);
  });
  return [...refused.values()];
}

const matchedObjectives = (state: ServiceBudgets, row: SeriesRow): MatchedObjective[] =>
  [...state.objectives.values()].flatMap((objective) => {
    const role = objective.matcher(row);
    return role ? [{ objective, role }] : [];
  });

function countSample(
  state: ServiceBudgets,
  sample: Sample,
  { objectives, timestamp }: { objectives: readonly MatchedObjective[]; timestamp: number },
): SampleRefusal | undefined {
  if (sample.time > timestamp + futureMs)
    return {
      reason: 'future',
      detail: `event time ${instantText(sample.time)} is more than 60 s ahead of the record's`,
    };
  if (isRepeated(state, sample)) return undefined;
  const delta = deltaOf(state, sample);
  if (!delta) return undefined;
  const refusals = objectives.map(({ objective, role }) => {
    state.changed.objectives.add(objective.definition.objective);
    return countInto(objective, role, delta);
  });
  const [refusal] = refusals;
  if (refusals.every((refused) => refused !== undefined)) return refusal;
  remember(state, sample);
  return undefined;
}

/** A sample with an id counts once while late events of its bucket may still come. */
const isRepeated = (state: ServiceBudgets, { id, time }: Sample): boolean =>
  id !== undefined && state.ids.get(bucketStart(time))?.has(id) === true;

function remember(state: ServiceBudgets, { id, time }: Sample): void {
  if (id === undefined) return;
  const bucket = bucketStart(time);
  state.ids.set(bucket, (state.ids.get(bucket) ?? new Set()).add(id));
  state.changed.ids.add(bucket);
}

/** @returns why the objective did not take the sample */
function countInto(
  objective: ObjectiveState,
  role: SeriesRole,
  { sample, first }: DeltaSample,
): SampleRefusal | undefined {
  const { spec } = objective.definition;
  if (first !== undefined && first < objective.since) return undefined;
  const { time } = sample;
  const watermark = watermarkOf(objective);
  if (watermark !== undefined && time < watermark - spec.graceMs) {
    objective.lateEvents++;
    return {
      reason: 'too-late',
      detail: `event time ${instantText(time)} is past the grace of ${spec.graceMs / 1000} s`,
    };
  }
  const counts = exactCounts(objective, role, sample);
  if (typeof counts === 'string') {
    objective.problem = counts;
    return { reason: 'uncountable', detail: counts };
  }
  objective.series.add(time, counts);
  objective.newestEvent = Math.max(objective.newestEvent ?? time, time);
  const end = bucketStart(time) + bucketMs;
  if (objective.evaluatedTo !== undefined && end <= objective.evaluatedTo)
    objective.recountFrom = Math.min(objective.recountFrom ?? end, end);
  return undefined;
}

function exactCounts(
  { definition, series }: ObjectiveState,
  role: SeriesRole,
  sample: Sample,
): CountedEvents | Uncountable {
  const counts = eventCounts(sample, role, countedPart(definition.spec.indicator) === 'good');
  if (typeof counts === 'string' || series.canAdd(counts)) return counts;
  const added = Math.max(counts.part, counts.total);
  return `${added} more events in the objective's period are beyond what is counted exactly, ${Number.MAX_SAFE_INTEGER}`;
}

const instantText = (time: number): string => new Date(time).toISOString();
