import type { MetricsRequest } from './metrics-request.js';

/** How many points a request holds, of every kind. */
export function countPoints({ resourceMetrics = [] }: MetricsRequest): number {
  let count = 0;
  for (const { scopeMetrics = [] } of resourceMetrics)
    for (const { metrics = [] } of scopeMetrics)
      for (const { gauge, sum, histogram, exponentialHistogram, summary } of metrics)
        for (const data of [gauge, sum, histogram, exponentialHistogram, summary])
          count += data?.dataPoints?.length ?? 0;
  return count;
}
