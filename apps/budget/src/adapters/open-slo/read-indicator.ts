import type { Indicator, SampleSelector } from '@roadworthy/contracts';

import type { Metric, OpenSloIndicator, OpenSloObjective } from './open-slo-document.js';
import type { Path, Problems } from './problems.js';
import { InvalidSelectorError, parseSelector } from './selector.js';

const at: Path = ['spec', 'indicator', 'spec'];
const objectiveAt: Path = ['spec', 'objectives', 0];

/** What a good event is: by a ratio of counts, or by comparing each observation with a value. */
export function readIndicator(
  { spec: { ratioMetric, thresholdMetric } }: OpenSloIndicator,
  objective: OpenSloObjective,
  problems: Problems,
): Indicator | undefined {
  if (ratioMetric && thresholdMetric) return problems.add(at, 'either ratioMetric or thresholdMetric, got both');
  if (thresholdMetric) return readThreshold(thresholdMetric, objective, problems);
  if (ratioMetric) return readRatio(ratioMetric, objective, problems);
  return problems.add(at, 'either ratioMetric or thresholdMetric is needed');
}

function readThreshold(metric: Metric, { op, value }: OpenSloObjective, problems: Problems): Indicator | undefined {
  const source = readSelector(metric, [...at, 'thresholdMetric'], problems);
  if (op === undefined) problems.add([...objectiveAt, 'op'], 'a thresholdMetric needs op: lt, lte, gt or gte');
  if (value === undefined) problems.add([...objectiveAt, 'value'], 'a thresholdMetric needs the value to compare with');
  if (!source || op === undefined || value === undefined) return undefined;
  return { kind: 'threshold', source, op, threshold: value };
}

function readRatio(
  { good, bad, total: totalMetric }: NonNullable<OpenSloIndicator['spec']['ratioMetric']>,
  objective: OpenSloObjective,
  problems: Problems,
): Indicator | undefined {
  for (const field of ['op', 'value'] as const)
    if (objective[field] !== undefined)
      problems.add([...objectiveAt, field], 'belongs to a thresholdMetric; a ratioMetric counts good or bad events');
  const total = readSelector(totalMetric, [...at, 'ratioMetric', 'total'], problems);
  if ((good === undefined) === (bad === undefined))
    return problems.add([...at, 'ratioMetric'], `either good or bad beside total, got ${good ? 'both' : 'neither'}`);
  if (good) {
    const counted = readSelector(good, [...at, 'ratioMetric', 'good'], problems);
    return counted && total && { kind: 'good-total', good: counted, total };
  }
  const counted = bad && readSelector(bad, [...at, 'ratioMetric', 'bad'], problems);
  return counted && total && { kind: 'bad-total', bad: counted, total };
}

function readSelector({ metricSource }: Metric, path: Path, problems: Problems): SampleSelector | undefined {
  try {
    return parseSelector(metricSource.spec.selector);
  } catch (error) {
    if (!(error instanceof InvalidSelectorError)) throw error;
    return problems.add([...path, 'metricSource', 'spec', 'selector'], error.message);
  }
}
