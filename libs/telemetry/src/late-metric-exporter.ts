import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';

type Callback = Parameters<PushMetricExporter['export']>[1];

/** `ExportResultCode.SUCCESS` */
const success = 0;

/** Exports to an address that is known only once the process listens. Until then there is nothing to tell. */
export class LateMetricExporter implements PushMetricExporter {
  private exporter: OTLPMetricExporter | undefined;

  constructor(
    private readonly url: () => string | undefined,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  export(metrics: ResourceMetrics, done: Callback): void {
    const url = this.url();
    if (url === undefined) return done({ code: success });
    this.exporter ??= new OTLPMetricExporter({ url, headers: { ...this.headers } });
    this.exporter.export(metrics, done);
  }

  async forceFlush(): Promise<void> {
    await this.exporter?.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.exporter?.shutdown();
  }
}
