import type { PackedSamples } from '@roadworthy/contracts';

import type { Refusal, RefusedSamples } from './count-samples.js';

/**
 * What is refused because something is broken: a clock, or a publisher and an objective that do not fit. Lateness is
 * not: a publisher that was cut off sends in masses what is late, and nobody else is to wait for that.
 */
const brokenReasons: ReadonlySet<Refusal> = new Set<Refusal>(['future', 'uncountable']);

/** Whether nothing of a record was of use, for reasons that are a sign of broken records. */
export function isBrokenRecord({ seriesOf }: PackedSamples, refused: readonly RefusedSamples[]): boolean {
  const count = refused.reduce((sum, { samples }) => sum + samples.length, 0);
  return count > 0 && count === seriesOf.length && refused.every(({ reason }) => brokenReasons.has(reason));
}
