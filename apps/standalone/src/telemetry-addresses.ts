import { ownAddress } from './own-address.js';
import type { Settings } from './settings.js';

const under = (base: string, path: string): string => `${base.replace(/\/$/, '')}/${path}`;

/** Where own metrics go, if the settings say so. */
export const metricsAddress = (settings: Settings): string | undefined =>
  settings.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ??
  (settings.OTEL_EXPORTER_OTLP_ENDPOINT && under(settings.OTEL_EXPORTER_OTLP_ENDPOINT, 'v1/metrics'));

/** Where own traces go, if the settings say so. */
export const tracesAddress = (settings: Settings): string | undefined =>
  settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ??
  (settings.OTEL_EXPORTER_OTLP_ENDPOINT && under(settings.OTEL_EXPORTER_OTLP_ENDPOINT, 'v1/traces'));

/** Our own metrics door, for a process that has one and listens. */
export const ownDoor = ({ RW_ROLE, HOST }: Settings, port: number | undefined): string | undefined =>
  port !== undefined && (RW_ROLE === 'all' || RW_ROLE === 'ingest')
    ? `${ownAddress({ HOST, PORT: port })}/v1/metrics`
    : undefined;
