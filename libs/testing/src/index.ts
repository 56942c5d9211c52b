export { RunningService, type RunningServiceOptions } from './running-service.js';
export { until } from './until.js';
