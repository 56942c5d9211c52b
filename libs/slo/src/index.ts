export { burnFactor, canFire, detectionMs, exhaustionMs, resetMs } from './alerting.js';
export { type CountedPart, bucketMs, BucketSeries, bucketStart } from './bucket-series.js';
export { burnRate, consumedBudget, type EventCounts, exceedsBurnRate } from './burn-rate.js';
export { type CompilePattern, type LabelCondition, labelMatcher, type Labels } from './label-matcher.js';
export { errorBudget, type Rational, rational } from './rational.js';
