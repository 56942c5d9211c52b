export { type RatioObjective, ratioObjective } from './ratio-objective.js';
export { RunningService, type RunningServiceOptions } from './running-service.js';
export { until } from './until.js';
