export { counterDelta, type CounterState, type CounterStep, type CumulativePoint } from './counter-delta.js';
export { ExactSum } from './exact-sum.js';
export { QuantileSketch, sketchAccuracy, sketchKey, sketchLimit, sketchZero } from './quantile-sketch.js';
export type { SketchCounts, SketchData } from './sketch-data.js';
export { sortedQuantile } from './sorted-quantile.js';
