import type { Settings } from './settings.js';

/** What a person reads when the process is ready. @param seconds - since it was started */
export function welcome({ HOST, PORT, RW_ROLE, RW_DATA_DIR, KAFKA_BROKERS }: Settings, seconds: number): string {
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  const url = `http://${host}:${PORT}`;
  const ready = `Roadworthy is ready on ${url} (${RW_ROLE}, ${seconds.toFixed(1)} s)\n`;
  if (RW_ROLE !== 'all') return ready;
  const data = KAFKA_BROKERS === undefined ? `  data      ${RW_DATA_DIR}\n` : '';
  return `${ready}
  open      ${url}
  publish   OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=${url}/v1/metrics for any OpenTelemetry SDK, or
            curl ${url}/v1/samples -H 'content-type: application/json' \\
              -d '{"service":"shop","name":"http.requests","time":'$(date +%s000)',"good":99,"total":100}'
  look      npm run rw -- get slos
${data}`;
}
