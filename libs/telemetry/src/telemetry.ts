import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';

import { frequentHistograms } from './frequent-histogram.js';
import { LateMetricExporter } from './late-metric-exporter.js';

export interface TelemetryOptions {
  /** `service.name` */
  readonly service: string;
  readonly version: string;
  /** the process among those of its service */
  readonly instance: string;
  /** address of the metrics door, asked at each export, since our own is known late; nothing is exported without one */
  readonly metricsUrl: () => string | undefined;
  /** sent to the metrics door alone: they may hold its key */
  readonly metricsHeaders?: Readonly<Record<string, string>>;
  /** where traces go by OTLP/HTTP, with OTEL_EXPORTER_OTLP_HEADERS; no traces without it */
  readonly tracesUrl?: string | undefined;
  readonly exportIntervalMs: number;
}

/** The process' own OpenTelemetry: metrics to an OTLP door and to whoever scrapes, traces where somebody takes them. */
export class Telemetry {
  private readonly scraped = new PrometheusExporter({
    preventServerStart: true,
    metricProducers: [frequentHistograms],
  });
  private readonly serializer = new PrometheusSerializer();
  private readonly sdk: NodeSDK;

  private constructor({ service, version, instance, ...options }: TelemetryOptions) {
    const exporter = new LateMetricExporter(options.metricsUrl, options.metricsHeaders);
    const pushed = new PeriodicExportingMetricReader({
      exporter,
      metricProducers: [frequentHistograms],
      exportIntervalMillis: options.exportIntervalMs,
      exportTimeoutMillis: options.exportIntervalMs,
    });
    this.sdk = new NodeSDK({
      resource: resourceFromAttributes({
        'service.name': service,
        'service.version': version,
        'service.instance.id': instance,
      }),
      metricReaders: [this.scraped, pushed],
      ...(options.tracesUrl === undefined
        ? { spanProcessors: [] }
        : { traceExporter: new OTLPTraceExporter({ url: options.tracesUrl }) }),
      logRecordProcessors: [],
      instrumentations: [],
      autoDetectResources: false,
    });
  }

  static start(options: TelemetryOptions): Telemetry {
    const telemetry = new Telemetry(options);
    telemetry.sdk.start();
    return telemetry;
  }

  /** All metrics, in Prometheus' text format. */
  async text(): Promise<string> {
    const { resourceMetrics } = await this.scraped.collect();
    return this.serializer.serialize(resourceMetrics);
  }

  /** Exports once more and ends. What cannot be delivered any more is dropped. */
  async stop(): Promise<void> {
    await this.sdk.shutdown().catch(() => {});
  }
}
