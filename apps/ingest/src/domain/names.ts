import { labelName, metricName, serviceName } from '@roadworthy/contracts';
import { z } from 'zod';

/** How many valid names are remembered; the rest is judged anew each time. */
const maxKnown = 10_000;

/** Names that would reach a prototype wherever somebody uses them as keys. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

const accepting = (schema: z.ZodType): ((text: string) => boolean) => {
  const compiled = z.compile(schema);
  return (text) => compiled.safeParse(text).success;
};

/**
 * Remembers what is valid, since the same few names come with every sample.
 *
 * @returns what is remembered, one string for all copies of a name: as a key it costs half
 */
function remembering(isValid: (text: string) => boolean): (text: string) => string | undefined {
  const known = new Map<string, string>();
  return (text) => {
    const name = known.get(text);
    if (name !== undefined) return name;
    if (!isValid(text)) return undefined;
    if (known.size < maxKnown) known.set(text, text);
    return text;
  };
}

const acceptsLabelName = accepting(labelName);

export const isReservedName = (name: string): boolean => reserved.has(name);
const knownService = remembering(accepting(serviceName));
const knownMetric = remembering(accepting(metricName));

export const isServiceName = (text: string): boolean => knownService(text) !== undefined;
export const isMetricName = (text: string): boolean => knownMetric(text) !== undefined;

/** @returns the name, or `undefined` where it is none */
export const knownLabel = remembering((name) => acceptsLabelName(name) && !isReservedName(name));
export const isLabelName = (text: string): boolean => knownLabel(text) !== undefined;

export const maxLabels = 32;
export const maxUnit = 63;

const maxLabelValue = 256;
export const labelValueForm = `at most ${maxLabelValue} characters and none of control`;
const firstPrintable = 0x20;
const deleteCharacter = 0x7f;

/** As the schema of label values has it, without building anything. */
export function isLabelValue(text: string): boolean {
  if (text.length > maxLabelValue) return false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character < firstPrintable || character === deleteCharacter) return false;
  }
  return true;
}
