import { z } from 'zod';

import type { AnyValue, MetricsRequest } from '../../domain/otlp/metrics-request.js';

/** 64-bit integers are strings in OTLP's JSON; numbers are taken too. */
const integer = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,20}$/)
    .transform(Number),
]);
const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const list = <T extends z.ZodType>(item: T) => z.array(item).optional();

const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z.object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: integer.optional(),
    doubleValue: double.optional(),
    bytesValue: z.string().optional(),
    arrayValue: z.object({ values: list(anyValue) }).optional(),
    kvlistValue: z
      .object({ values: list(z.object({ key: z.string().optional(), value: anyValue.optional() })) })
      .optional(),
  }),
);
const attributes = list(z.object({ key: z.string().optional(), value: anyValue.optional() }));

const point = {
  attributes,
  startTimeUnixNano: integer.optional(),
  timeUnixNano: integer.optional(),
  flags: z.number().optional(),
};
const numberPoint = z.object({ ...point, asDouble: double.optional(), asInt: integer.optional() });
const histogramPoint = z.object({
  ...point,
  count: integer.optional(),
  sum: double.optional(),
  bucketCounts: list(integer),
  explicitBounds: list(double),
});
const buckets = z.object({ offset: z.number().optional(), bucketCounts: list(integer) }).optional();
const exponentialPoint = z.object({
  ...point,
  count: integer.optional(),
  sum: double.optional(),
  scale: z.number().optional(),
  zeroCount: integer.optional(),
  positive: buckets,
  negative: buckets,
});
const aggregationTemporality = z.number().optional();

const metric = z.object({
  name: z.string().optional(),
  unit: z.string().optional(),
  gauge: z.object({ dataPoints: list(numberPoint) }).optional(),
  sum: z
    .object({ dataPoints: list(numberPoint), aggregationTemporality, isMonotonic: z.boolean().optional() })
    .optional(),
  histogram: z.object({ dataPoints: list(histogramPoint), aggregationTemporality }).optional(),
  exponentialHistogram: z.object({ dataPoints: list(exponentialPoint), aggregationTemporality }).optional(),
  summary: z.object({ dataPoints: list(z.object(point)) }).optional(),
});

/** A metrics request in OTLP's JSON; unknown fields are ignored, as OTLP has it. */
export const metricsRequest: z.ZodType<MetricsRequest> = z.compile(
  z.object({
    resourceMetrics: list(
      z.object({
        resource: z.object({ attributes }).optional(),
        scopeMetrics: list(z.object({ metrics: list(metric) })),
      }),
    ),
  }),
);
