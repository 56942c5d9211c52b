import { ownAddress } from './own-address.js';
import type { Settings } from './settings.js';

/** What a person reads when the process is ready. @param seconds - since it was started */
export function welcome(settings: Settings, seconds: number): string {
  const { RW_ROLE, RW_DATA_DIR, KAFKA_BROKERS } = settings;
  const url = ownAddress(settings);
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
