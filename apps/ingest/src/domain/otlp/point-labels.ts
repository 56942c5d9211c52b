import { shown } from '@roadworthy/http/messages';

import { isLabelValue, knownLabel, labelValueForm, maxLabels } from '../names.js';
import { attributeText } from './attribute-text.js';
import type { KeyValue } from './metrics-request.js';
import { PointProblem } from './point-problem.js';

/** A point's attributes as labels, in order of their names. @throws {PointProblem} */
export function pointLabels(attributes: readonly KeyValue[] = []): Readonly<Record<string, string>> {
  if (attributes.length > maxLabels)
    throw new PointProblem('too-many-labels', `attributes must be at most ${maxLabels}, got ${attributes.length}`);
  const labels: Record<string, string> = {};
  for (const { key = '', value } of sorted(attributes)) {
    const name = knownLabel(key);
    if (name === undefined)
      throw new PointProblem('invalid-label', `attribute name must be that of a label, got ${shown(key)}`);
    const text = attributeText(value);
    if (!isLabelValue(text))
      throw new PointProblem('invalid-label', `attribute ${key} must have ${labelValueForm}, got ${shown(text)}`);
    labels[name] = text;
  }
  return labels;
}

/** One order for one set of labels: a series is known by them. */
const sorted = (attributes: readonly KeyValue[]): readonly KeyValue[] =>
  isSorted(attributes) ? attributes : attributes.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));

function isSorted(attributes: readonly KeyValue[]): boolean {
  let previous = '';
  for (const { key = '' } of attributes) {
    if (key < previous) return false;
    previous = key;
  }
  return true;
}
