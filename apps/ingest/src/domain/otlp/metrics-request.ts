/**
 * The part of an OTLP metrics request that is read, in the form that both encodings decode to. 64-bit integers are
 * numbers: exact below 2^53, and the nearest number above.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export interface MetricsRequest {
  readonly resourceMetrics?: readonly ResourceMetrics[] | undefined;
}

export interface ResourceMetrics {
  readonly resource?: { readonly attributes?: readonly KeyValue[] | undefined } | undefined;
  readonly scopeMetrics?: readonly { readonly metrics?: readonly Metric[] | undefined }[] | undefined;
}

export interface KeyValue {
  readonly key?: string | undefined;
  readonly value?: AnyValue | undefined;
}

export interface AnyValue {
  readonly stringValue?: string | undefined;
  readonly boolValue?: boolean | undefined;
  readonly intValue?: number | undefined;
  readonly doubleValue?: number | undefined;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] | undefined } | undefined;
  /** base64 in JSON */
  readonly bytesValue?: Uint8Array | string | undefined;
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] | undefined } | undefined;
}

export interface Metric {
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
  readonly gauge?: { readonly dataPoints?: readonly NumberPoint[] | undefined } | undefined;
  readonly sum?: (Aggregation<NumberPoint> & { readonly isMonotonic?: boolean | undefined }) | undefined;
  readonly histogram?: Aggregation<HistogramPoint> | undefined;
  readonly exponentialHistogram?: Aggregation<ExponentialPoint> | undefined;
  readonly summary?: { readonly dataPoints?: readonly Point[] | undefined } | undefined;
}

interface Aggregation<P> {
  readonly dataPoints?: readonly P[] | undefined;
  /** 0 unspecified, 1 delta, 2 cumulative */
  readonly aggregationTemporality?: unknown;
}

export interface Point {
  readonly attributes?: readonly KeyValue[] | undefined;
  readonly startTimeUnixNano?: number | undefined;
  readonly timeUnixNano?: number | undefined;
  /** bit 0: no recorded value */
  readonly flags?: number | undefined;
  /** why it could not be read; then it has nothing else */
  readonly problem?: string | undefined;
}

export interface NumberPoint extends Point {
  readonly asDouble?: number | undefined;
  readonly asInt?: number | undefined;
}

export interface HistogramPoint extends Point {
  readonly count?: number | undefined;
  readonly sum?: number | undefined;
  readonly bucketCounts?: readonly number[] | undefined;
  readonly explicitBounds?: readonly number[] | undefined;
}

export interface ExponentialPoint extends Point {
  readonly count?: number | undefined;
  readonly sum?: number | undefined;
  readonly scale?: number | undefined;
  readonly zeroCount?: number | undefined;
  readonly positive?: Buckets | undefined;
  readonly negative?: Buckets | undefined;
}

export interface Buckets {
  readonly offset?: number | undefined;
  readonly bucketCounts?: readonly number[] | undefined;
}
