import type { Infrastructure } from './infrastructure.js';

/** Carries the servers from the set-up of a test run to its tear-down. */
export const shared: { infrastructure?: Infrastructure } = {};
