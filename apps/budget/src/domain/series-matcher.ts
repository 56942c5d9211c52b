import type { Indicator, SampleSelector, SeriesRow } from '@roadworthy/contracts';
import { labelMatcher } from '@roadworthy/slo';

import { linearPattern } from './linear-pattern.js';

/** What a series means to an indicator. */
export interface SeriesRole {
  /** its events are good ones (or bad ones, as the indicator counts) */
  readonly part: boolean;
  readonly total: boolean;
  readonly threshold: ThresholdRule | undefined;
}

export type ThresholdRule = Omit<Extract<Indicator, { kind: 'threshold' }>, 'kind' | 'source'>;

/** @returns `undefined` when the series is none of the indicator's */
export type SeriesMatcher = (series: SeriesRow) => SeriesRole | undefined;

/** Compiles an indicator's selectors. @throws {InvalidPatternError} for a pattern that is not RE2 */
export function seriesMatcher(indicator: Indicator): SeriesMatcher {
  if (indicator.kind === 'threshold') {
    const { source, op, threshold } = indicator;
    const selects = selector(source);
    return (series) => (selects(series) ? { part: true, total: true, threshold: { op, threshold } } : undefined);
  }
  const selectsPart = selector(indicator.kind === 'good-total' ? indicator.good : indicator.bad);
  const selectsTotal = selector(indicator.total);
  return (series) => {
    const part = selectsPart(series);
    const total = selectsTotal(series);
    return part || total ? { part, total, threshold: undefined } : undefined;
  };
}

export const countedPart = ({ kind }: Indicator): 'good' | 'bad' => (kind === 'bad-total' ? 'bad' : 'good');

function selector({ name, match }: SampleSelector): (series: SeriesRow) => boolean {
  const holds = labelMatcher(match, linearPattern);
  return (series) => series.name === name && holds(series.labels);
}
