export { FrequentHistogram, type FrequentHistogramOptions } from './frequent-histogram.js';
export { JsonLogger, type LogLevel, Logger } from './logger.js';
export { Telemetry, type TelemetryOptions } from './telemetry.js';
