import { type Finding, findings, jsonPointer, shown } from '@roadworthy/http/messages';
import type { z } from 'zod';

import { isReservedName, maxLabels } from './names.js';

/** What is wrong with one sample: `pointer` is a JSON pointer into it. */
export type SampleProblem = Pick<Finding, 'pointer' | 'code' | 'detail'>;

/**
 * What the schema found first, or a label that it cannot see; `undefined` when the sample is good.
 *
 * @param error - of a schema that parsed `value` with `houseForm`
 */
export function sampleProblem(value: unknown, error: z.ZodError | undefined): SampleProblem | undefined {
  const [first] = error ? findings({ issues: error.issues.slice(0, 1) }, value, 'sample') : [];
  const labels = labelsOf(value);
  if (first?.pointer === '/labels' && first.code === 'custom')
    return { ...first, detail: `labels must be at most ${maxLabels}, got ${labels.length}` };
  if (first) return first;
  const reserved = labels.find(isReservedName);
  if (reserved === undefined) return undefined;
  return {
    pointer: jsonPointer(['labels', reserved]),
    code: 'reserved-name',
    detail: `a label cannot be ${shown(reserved)}`,
  };
}

const labelsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && 'labels' in value ? Object.keys(value.labels ?? {}) : [];
