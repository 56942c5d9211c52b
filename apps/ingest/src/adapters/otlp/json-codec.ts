import { findings, houseForm } from '@roadworthy/http/messages';
import { z } from 'zod';

import type { AnyValue, MetricsRequest, Point } from '../../domain/otlp/metrics-request.js';

/** 64-bit integers are strings in OTLP's JSON; numbers are taken too. */
const integer = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,20}$/)
      .transform(Number),
  ],
  'must be an integer',
);
const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)], 'must be a number');
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
/** A point that cannot be read is refused by itself, and the rest of its request is taken. */
const points = <T extends z.ZodType<Point>>(point: T) =>
  list(z.union([point, z.unknown().transform(unreadable(point))]));

const unreadable =
  (schema: z.ZodType) =>
  (value: unknown): { problem: string } => {
    const { error } = schema.safeParse(value, houseForm);
    const [first] = error ? findings(error, value, 'dataPoints') : [];
    return { problem: first?.detail ?? 'it cannot be read' };
  };

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
const aggregationTemporality = z.unknown().optional();

const metric = z.object({
  name: z.string().optional(),
  unit: z.string().optional(),
  gauge: z.object({ dataPoints: points(numberPoint) }).optional(),
  sum: z
    .object({ dataPoints: points(numberPoint), aggregationTemporality, isMonotonic: z.boolean().optional() })
    .optional(),
  histogram: z.object({ dataPoints: points(histogramPoint), aggregationTemporality }).optional(),
  exponentialHistogram: z.object({ dataPoints: points(exponentialPoint), aggregationTemporality }).optional(),
  summary: z.object({ dataPoints: points(z.object(point)) }).optional(),
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
