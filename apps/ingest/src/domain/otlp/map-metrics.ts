import { metricName, type Sample, serviceName } from '@roadworthy/contracts';

import { shown } from '../rejection.js';
import { addSample, type ServiceSamples } from '../service-samples.js';
import type { KeyValue, Metric, MetricsRequest, NumberPoint, Point, ResourceMetrics } from './metrics-request.js';
import { attributeText, pointLabels, PointProblem } from './point-labels.js';
import {
  explicitHistogram,
  exponentialHistogram,
  hasValue,
  numberOf,
  pointStart,
  pointTime,
  temporalityOf,
} from './read-point.js';

/** What came of the points of one request. */
export interface MappedMetrics {
  readonly samples: ServiceSamples;
  readonly accepted: number;
  readonly rejected: number;
  /** distinct reasons, the first few */
  readonly reasons: readonly string[];
}

const maxReasons = 5;
const unknownService = 'unknown_service';

/** Turns the points of an OTLP request into samples. Points without a value are skipped, as OTLP has it. @param now - ms UTC */
export function mapMetrics({ resourceMetrics = [] }: MetricsRequest, now: number): MappedMetrics {
  const mapping = new Mapping(now);
  for (const resource of resourceMetrics) mapping.addResource(resource);
  return mapping;
}

/** Series of a point, without its value. */
interface Place {
  readonly service: string;
  readonly name: string;
  readonly unit: string | undefined;
}

type Read<P extends Point> = (point: P, series: { readonly time: number } & SeriesPart) => Sample;
type SeriesPart = Pick<Sample, 'name' | 'unit' | 'labels'>;

class Mapping implements MappedMetrics {
  readonly samples: ServiceSamples = new Map();
  readonly reasons: string[] = [];
  accepted = 0;
  rejected = 0;

  constructor(private readonly now: number) {}

  addResource({ resource, scopeMetrics = [] }: ResourceMetrics): void {
    const service = serviceOf(resource?.attributes);
    for (const { metrics = [] } of scopeMetrics) for (const metric of metrics) this.addMetric(service, metric);
  }

  private addMetric(service: string, { name = '', unit = '', ...data }: Metric): void {
    const place = { service, name, unit: unit || undefined };
    const { gauge, sum, histogram, exponentialHistogram: exponential, summary } = data;
    this.addPoints(place, gauge?.dataPoints, (point, series) => ({ ...series, kind: 'value', value: numberOf(point) }));
    if (sum) this.addSum(place, sum);
    this.addPoints(place, histogram?.dataPoints, (point, series) => ({
      ...series,
      kind: 'histogram',
      temporality: temporalityOf(histogram?.aggregationTemporality),
      ...pointStart(point, series.time),
      histogram: explicitHistogram(point),
    }));
    this.addPoints(place, exponential?.dataPoints, (point, series) => ({
      ...series,
      kind: 'exponentialHistogram',
      temporality: temporalityOf(exponential?.aggregationTemporality),
      ...pointStart(point, series.time),
      histogram: exponentialHistogram(point),
    }));
    this.addPoints(place, summary?.dataPoints, () => {
      throw new PointProblem('unsupported', 'summaries cannot be added up; send histograms');
    });
  }

  /** A sum that may fall is a level, whatever it says of its past. */
  private addSum(
    place: Place,
    { dataPoints, aggregationTemporality, isMonotonic = false }: NonNullable<Metric['sum']>,
  ): void {
    this.addPoints<NumberPoint>(place, dataPoints, (point, series) => {
      const value = numberOf(point);
      if (!isMonotonic) return { ...series, kind: 'value', value };
      if (value < 0) throw new PointProblem('invalid-value', `a monotonic sum must be >= 0, got ${value}`);
      const temporality = temporalityOf(aggregationTemporality);
      return { ...series, kind: 'counter', temporality, ...pointStart(point, series.time), value };
    });
  }

  private addPoints<P extends Point>(place: Place, points: readonly P[] | undefined, read: Read<P>): void {
    if (points === undefined) return;
    const problem = placeProblem(place);
    const { service, name, unit } = place;
    for (const point of points) {
      if (!hasValue(point)) continue;
      try {
        if (problem) throw problem;
        const time = pointTime(point, this.now);
        addSample(this.samples, service, read(point, { name, unit, labels: pointLabels(point.attributes), time }));
        this.accepted++;
      } catch (error) {
        if (!(error instanceof PointProblem)) throw error;
        this.reject(name, error);
      }
    }
  }

  private reject(name: string, { message }: PointProblem): void {
    this.rejected++;
    const reason = `${shown(name)}: ${message}`;
    if (this.reasons.length < maxReasons && !this.reasons.includes(reason)) this.reasons.push(reason);
  }
}

function serviceOf(attributes: readonly KeyValue[] = []): string {
  const named = attributes.find(({ key }) => key === 'service.name');
  return attributeText(named?.value) || unknownService;
}

function placeProblem({ service, name, unit = '' }: Place): PointProblem | undefined {
  if (!serviceName.safeParse(service).success)
    return new PointProblem('invalid-service', `service.name ${shown(service)} is not the name of a service`);
  if (!metricName.safeParse(name).success) return new PointProblem('invalid-name', 'not the name of a metric');
  if (unit.length > 63)
    return new PointProblem('invalid-unit', `unit must have at most 63 characters, got ${unit.length}`);
  return undefined;
}
