export interface RatioObjective {
  readonly service: string;
  readonly name: string;
  /** of ratio samples, or a counter */
  readonly metric: string;
  readonly targetPercent?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An OpenSLO document of one objective over a metric, with the default tiers unless annotations name others, as JSON. */
export const ratioObjective = ({
  service,
  name,
  metric,
  targetPercent = 99.9,
  annotations,
}: RatioObjective): string => {
  const source = { metricSource: { type: 'Roadworthy', spec: { selector: metric } } };
  return JSON.stringify({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name, ...(annotations && { annotations }) },
    spec: {
      service,
      budgetingMethod: 'Occurrences',
      timeWindow: [{ duration: '30d', isRolling: true }],
      objectives: [{ targetPercent }],
      indicator: { spec: { ratioMetric: { counter: true, good: source, total: source } } },
    },
  });
};
