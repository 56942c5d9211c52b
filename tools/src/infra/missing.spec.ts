import { describe, it } from '@jest/globals';

import { missingPrograms } from './requirements.js';

// Stands in for a suite that this machine cannot run, so that it is skipped by name and not in silence.
describe('suites on real Kafka, Redis and the MongoDB protocol', () => {
  it.skip(`need ${missingPrograms(process.env).join(', ')}`, () => {});
});
