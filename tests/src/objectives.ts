interface ObjectiveText {
  readonly service: string;
  readonly name: string;
  readonly metric: string;
  readonly targetPercent?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An OpenSLO document over a metric of ratio samples or counters, as JSON. */
export const ratioObjective = ({
  service,
  name,
  metric,
  targetPercent = 99.9,
  annotations = {},
}: ObjectiveText): string => {
  const source = (selector: string) => ({ metricSource: { type: 'Roadworthy', spec: { selector } } });
  return JSON.stringify({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name, annotations },
    spec: {
      service,
      budgetingMethod: 'Occurrences',
      timeWindow: [{ duration: '30d', isRolling: true }],
      objectives: [{ targetPercent }],
      indicator: { spec: { ratioMetric: { counter: true, good: source(metric), total: source(metric) } } },
    },
  });
};
