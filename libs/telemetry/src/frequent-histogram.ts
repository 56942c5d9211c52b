import { type Attributes, ValueType } from '@opentelemetry/api';
import { emptyResource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type Histogram,
  type HistogramMetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';

export interface FrequentHistogramOptions {
  /** of the instrumentation */
  readonly scope: string;
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  /** upper bounds of the buckets, inclusive, rising */
  readonly boundaries: readonly number[];
}

interface Series {
  readonly attributes: Attributes;
  readonly counts: number[];
  sum: number;
}

const created: FrequentHistogram[] = [];

/**
 * A histogram for what happens thousands of times a second. The SDK sorts the attributes, writes them out and hashes
 * them at each record; here their values in the order given name the series.
 * Cumulative since the process started, of a few series: their number has no limit.
 */
export class FrequentHistogram {
  private readonly series = new Map<string, Series>();
  private readonly startedAt = Date.now();

  constructor(readonly options: FrequentHistogramOptions) {
    created.push(this);
  }

  /** @param attributes - the same names in the same order at each call */
  record(value: number, attributes: Readonly<Record<string, string | number>>): void {
    const key = Object.values(attributes).join('\u0000');
    const series = this.series.get(key) ?? this.begin(key, attributes);
    const { boundaries } = this.options;
    const found = boundaries.findIndex((boundary) => value <= boundary);
    const bucket = found < 0 ? boundaries.length : found;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += value;
  }

  /** @param now - ms UTC */
  data(now: number): HistogramMetricData {
    const { name, unit, description } = this.options;
    return {
      descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: [...this.series.values()].map((series) => this.point(series, now)),
    };
  }

  private begin(key: string, attributes: Attributes): Series {
    const counts = Array<number>(this.options.boundaries.length + 1).fill(0);
    const series = { attributes, counts, sum: 0 };
    this.series.set(key, series);
    return series;
  }

  private point({ attributes, counts, sum }: Series, now: number): DataPoint<Histogram> {
    const buckets = { boundaries: [...this.options.boundaries], counts: [...counts] };
    const count = counts.reduce((total, each) => total + each, 0);
    return { startTime: hrTime(this.startedAt), endTime: hrTime(now), attributes, value: { buckets, sum, count } };
  }
}

const hrTime = (ms: number): [number, number] => [Math.floor(ms / 1000), (ms % 1000) * 1e6];

/** Hands the frequent histograms of this process to a reader of the SDK. */
export const frequentHistograms: MetricProducer = {
  collect(): Promise<CollectionResult> {
    const now = Date.now();
    const scopes = Map.groupBy(created, ({ options }) => options.scope);
    const scopeMetrics = [...scopes].map(([name, histograms]) => ({
      scope: { name },
      metrics: histograms.map((histogram) => histogram.data(now)).filter(({ dataPoints }) => dataPoints.length > 0),
    }));
    return Promise.resolve({ resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors: [] });
  },
};
