import { labelName, labelValue } from '@roadworthy/contracts';
import { z } from 'zod';

import { shown } from '../rejection.js';
import type { AnyValue, KeyValue } from './metrics-request.js';

const maxLabels = 32;
const name = z.compile(labelName);
const value = z.compile(labelValue);

/** Names that would reach a prototype where somebody uses them as keys. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** A point that cannot be taken. */
export class PointProblem extends Error {
  constructor(
    /** a stable code for programs */
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** A point's attributes as labels, in order of their names. @throws {PointProblem} */
export function pointLabels(attributes: readonly KeyValue[] = []): Readonly<Record<string, string>> {
  if (attributes.length > maxLabels)
    throw new PointProblem('too-many-labels', `at most ${maxLabels} attributes, got ${attributes.length}`);
  const labels: Record<string, string> = {};
  for (const { key = '', value: attribute } of sorted(attributes)) {
    if (!name.safeParse(key).success || forbidden.has(key))
      throw new PointProblem('invalid-label', `attribute name ${shown(key)} is not a label`);
    const text = attributeText(attribute);
    if (!value.safeParse(text).success)
      throw new PointProblem('invalid-label', `attribute ${key} must have at most 256 characters and none of control`);
    labels[key] = text;
  }
  return labels;
}

const isSorted = (attributes: readonly KeyValue[]): boolean =>
  attributes.every(({ key = '' }, i) => i === 0 || key >= (attributes[i - 1]?.key ?? ''));

/** One order for one set of labels: a series is known by them. */
const sorted = (attributes: readonly KeyValue[]): readonly KeyValue[] =>
  isSorted(attributes) ? attributes : attributes.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));

/** The text of an attribute's value: strings as they are, the rest as JSON. */
export function attributeText(attribute: AnyValue | undefined): string {
  const plain = attribute?.stringValue;
  return plain === undefined ? textOf(plainValue(attribute)) : plain;
}

const textOf = (plain: unknown): string => (plain === undefined ? '' : JSON.stringify(plain));

function plainValue(attribute: AnyValue | undefined): unknown {
  if (attribute === undefined) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = attribute;
  if (arrayValue) return (arrayValue.values ?? []).map((item) => plainValue(item) ?? null);
  if (kvlistValue)
    return Object.fromEntries((kvlistValue.values ?? []).map(({ key = '', value: item }) => [key, plainValue(item)]));
  return stringValue ?? boolValue ?? intValue ?? doubleValue;
}
