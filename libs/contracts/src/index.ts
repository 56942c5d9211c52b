export { asyncApiDocument, asyncApiId, type AsyncApiOptions } from './async-api.js';
export { catalogue } from './catalogue.js';
export { type CloudEventAttributes, cloudEventHeaders } from './cloud-event.js';
export {
  type AnyEvent,
  compacted,
  days,
  defineEvent,
  type EventData,
  type EventDefinition,
  type EventSpec,
  type Retention,
} from './define-event.js';
export { durationText } from './duration-text.js';
export {
  type BurnTier,
  type Indicator,
  type LabelMatcher,
  type ObjectiveSpec,
  objectiveSpec,
  type Rational,
  type SampleSelector,
  sampleSelector,
} from './documents/objective-spec.js';
export { accessKey, type AccessKey, accessKeys, type AccessKeys } from './events/access-keys.v1.js';
export { type Alert, budgetAlerts, ingestAlerts } from './events/alert.v1.js';
export { type BudgetStatus, budgetStatus } from './events/budget-status.v1.js';
export { budgetDeadLetters, type DeadLetter, ingestDeadLetters } from './events/dead-letter.v1.js';
export { type InboxSamples, inboxSamples, inboxTopic } from './events/inbox-samples.v1.js';
export { type MetricSamples, metricSamples } from './events/metric-samples.v1.js';
export { type SloDefinition, sloDefinition } from './events/slo-definition.v1.js';
export { type JsonSchema, jsonSchemaOf } from './json-schema.js';
export { keyText } from './key-text.js';
export {
  defaultTenant,
  keyHolderName,
  labelName,
  labelValue,
  metricName,
  objectiveName,
  serviceName,
  sloId,
  tenantName,
  timeInput,
} from './names.js';
export { type Scope, scopes } from './scopes.js';
export { packSamples, type RecordHead, type RequestRow } from './samples/pack-samples.js';
export { maxSamplesPerRecord, type PackedSamples, packedSamples } from './samples/packed-samples.js';
export {
  type ExplicitHistogram,
  type ExponentialHistogram,
  type Sample,
  type SampleKind,
  sampleKinds,
  type Temporality,
} from './samples/sample.js';
export { sampleInput, type SampleInput } from './samples/sample-input.js';
export { seriesRow, type SeriesRow, unpackSamples } from './samples/unpack-samples.js';
export { defaultPartitions, type TopicOptions, type TopicSpec, topicSpecs } from './topic-specs.js';
export { utf8Text } from './utf8-text.js';
