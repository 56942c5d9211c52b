import { type PackedSamples, type Sample, type SeriesRow, seriesRow } from '@roadworthy/contracts';
import { shown } from '@roadworthy/http/messages';

import { timeProblem } from './event-time.js';
import { histogramProblem } from './histogram-problem.js';
import { isLabelName, isLabelValue, isMetricName, labelValueForm, maxLabels, maxUnit } from './names.js';

/**
 * What is wrong with the samples of a packed record, by place, each with a JSON pointer to its column or row.
 *
 * @param samples - the record's, unpacked
 * @param now - ms UTC
 */
export function packedProblems(
  record: PackedSamples,
  samples: readonly Sample[],
  now: number,
): ReadonlyMap<number, string> {
  const rows = record.series.map((symbols, i) => rowProblem(seriesRow(record, i), symbols[1] ?? 0));
  const problems = new Map<number, string>();
  samples.forEach((sample, i) => {
    const series = record.seriesOf[i] ?? 0;
    const row = rows[series];
    const problem = row === undefined ? sampleProblem(sample, i, now) : `/series/${series}: ${row}`;
    if (problem !== undefined) problems.set(i, problem);
  });
  return problems;
}

/** @param temporality - as the row spells it: 0 none, 1 delta, 2 cumulative */
function rowProblem({ kind, name, unit = '', labels }: SeriesRow, temporality: number): string | undefined {
  if (!isMetricName(name)) return `${shown(name)} is not the name of a metric`;
  if (unit.length > maxUnit) return `a unit has at most ${maxUnit} characters, got ${unit.length}`;
  const names = Object.keys(labels);
  if (names.length > maxLabels) return `at most ${maxLabels} labels, got ${names.length}`;
  for (const label of names) {
    if (!isLabelName(label)) return `${shown(label)} is not the name of a label`;
    if (!isLabelValue(labels[label] ?? ''))
      return `label ${label} must have ${labelValueForm}, got ${shown(labels[label])}`;
  }
  const isCounting = kind !== 'value' && kind !== 'ratio';
  if (isCounting ? temporality === 1 || temporality === 2 : temporality === 0) return undefined;
  return `temporality of a ${kind} must be ${isCounting ? '1 or 2' : '0'}, got ${temporality}`;
}

function sampleProblem(sample: Sample, i: number, now: number): string | undefined {
  const time = timeProblem(sample.time, now);
  if (time) return `/time/${i}: ${time.detail}`;
  const problem = valueProblem(sample);
  return problem === undefined ? undefined : `/value/${i}: ${problem}`;
}

function valueProblem(sample: Sample): string | undefined {
  switch (sample.kind) {
    case 'value':
      return undefined;
    case 'ratio': {
      const { good, total } = sample;
      if (Number.isSafeInteger(good) && good >= 0 && good <= total) return undefined;
      return `good must be an integer from 0 to total ${total}, got ${good}`;
    }
    case 'counter':
      return sample.value >= 0 ? undefined : `a counter must be >= 0, got ${sample.value}`;
    case 'histogram':
    case 'exponentialHistogram':
      return storedHistogramProblem(sample);
  }
}

/** The record's table of histograms holds both kinds, and a sample may point anywhere. */
function storedHistogramProblem({ kind, histogram }: Extract<Sample, { histogram: unknown }>): string | undefined {
  const stored: object | undefined = histogram;
  if (stored === undefined) return 'it points at a histogram that the record does not hold';
  if ('bounds' in stored !== (kind === 'histogram')) return `it points at a histogram of another kind than ${kind}`;
  return histogramProblem(histogram);
}
