export { JsonLogger, type LogLevel, Logger } from './logger.js';
export { Telemetry, type TelemetryOptions } from './telemetry.js';
