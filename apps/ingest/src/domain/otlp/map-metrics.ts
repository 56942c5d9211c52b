import { shown } from '@roadworthy/http/messages';

import { isMetricName, isServiceName, maxUnit } from '../names.js';
import { addSample, type ServiceSamples } from '../service-samples.js';
import type { KeyValue, Metric, MetricsRequest, Point, ResourceMetrics } from './metrics-request.js';
import { pointLabels } from './point-labels.js';
import { PointProblem } from './point-problem.js';
import {
  exponentialReader,
  histogramReader,
  type PointReader,
  readLevel,
  refuseSummary,
  sumReader,
} from './point-readers.js';
import { hasValue, pointTime } from './read-point.js';

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

/** What the points of a metric have in common. */
interface Place {
  readonly service: string;
  readonly name: string;
  readonly unit: string | undefined;
}

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

  private addMetric(service: string, metric: Metric): void {
    const { name = '', unit, gauge, sum, histogram, exponentialHistogram, summary } = metric;
    const place = { service, name, unit: unit || undefined };
    if (gauge) this.addPoints(place, gauge.dataPoints, readLevel);
    if (sum) this.addPoints(place, sum.dataPoints, sumReader(sum));
    if (histogram) this.addPoints(place, histogram.dataPoints, histogramReader(histogram));
    if (exponentialHistogram)
      this.addPoints(place, exponentialHistogram.dataPoints, exponentialReader(exponentialHistogram));
    if (summary) this.addPoints(place, summary.dataPoints, refuseSummary);
  }

  private addPoints<P extends Point>(place: Place, points: readonly P[] = [], read: PointReader<P>): void {
    const problem = placeProblem(place);
    const { service, name, unit } = place;
    for (const point of points) {
      if (!hasValue(point)) continue;
      try {
        if (problem) throw problem;
        if (point.problem !== undefined) throw new PointProblem('unreadable', point.problem);
        const series = { name, unit, labels: pointLabels(point.attributes), time: pointTime(point, this.now) };
        addSample(this.samples, service, read(point, series));
        this.accepted++;
      } catch (error) {
        if (!(error instanceof PointProblem)) throw error;
        this.reject(place, error);
      }
    }
  }

  private reject({ service, name }: Place, { message }: PointProblem): void {
    this.rejected++;
    const reason = `metric ${shown(name)} of service ${shown(service)}: ${message}`;
    if (this.reasons.length < maxReasons && !this.reasons.includes(reason)) this.reasons.push(reason);
  }
}

const serviceOf = (attributes: readonly KeyValue[] = []): string =>
  attributes.find(({ key }) => key === 'service.name')?.value?.stringValue || unknownService;

function placeProblem({ service, name, unit = '' }: Place): PointProblem | undefined {
  if (!isServiceName(service))
    return new PointProblem(
      'invalid-service',
      `service.name must be 1 to 128 letters, digits or any of . _ : -, got ${shown(service)}`,
    );
  if (!isMetricName(name))
    return new PointProblem('invalid-name', `name must be the name of a metric, got ${shown(name)}`);
  if (unit.length > maxUnit)
    return new PointProblem('invalid-unit', `unit must have at most ${maxUnit} characters, got ${unit.length}`);
  return undefined;
}
