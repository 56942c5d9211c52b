import { metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

// A service of somebody else: an unmodified OpenTelemetry SDK that exports to where its environment says, as the
// specification of OTLP has it. Each line of standard input, `<good> <bad>`, is that many requests, exported at once.
const reader = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter(),
  exportIntervalMillis: 3_600_000,
});
const provider = new MeterProvider({
  resource: resourceFromAttributes({ 'service.name': 'checkout' }),
  readers: [reader],
});
metrics.setGlobalMeterProvider(provider);
const requests = metrics.getMeter('checkout').createCounter('http.server.requests');

requests.add(0, { status: '200' });
requests.add(0, { status: '500' });
await provider.forceFlush();
process.stdout.write('exported\n');

for await (const chunk of process.stdin) {
  const [good = 0, bad = 0] = String(chunk).trim().split(' ').map(Number);
  requests.add(good, { status: '200' });
  requests.add(bad, { status: '500' });
  await provider.forceFlush();
  process.stdout.write('exported\n');
}
await provider.shutdown();
