import { Problem } from '@roadworthy/http';
import { jsonPointer, shown } from '@roadworthy/http/messages';

import { placed } from '../../domain/rejection.js';

/** Samples as they came, and where they stand in the body. */
export interface RequestPart {
  readonly samples: readonly unknown[];
  readonly pointerOf: (i: number) => string;
  /** the part's own name, equal for a repetition */
  readonly key?: string | undefined;
}

export interface ListedSamples extends RequestPart {
  /** they came as a list, were it of one */
  readonly isList: boolean;
}

/** One sample stands for a list of one. @param at - where `value` stands in the body @throws {Problem} 400 */
export function samplesIn(value: unknown, at: string): ListedSamples {
  if (!isObject(value))
    throw invalidBody(at, `samples must be in an object: {"samples": [...]} or one sample, got ${shown(value)}`);
  if (!('samples' in value)) return { samples: [value], pointerOf: () => at, isList: false };
  const { samples, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw invalidBody(
      `${at}${jsonPointer([unknown])}`,
      `unknown field ${shown(unknown)}, got ${shown(value[unknown])}`,
    );
  if (!Array.isArray(samples)) throw invalidBody(`${at}/samples`, `samples must be a list, got ${shown(samples)}`);
  return { samples, pointerOf: (i) => `${at}/samples/${i}`, isList: true };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const invalidBody = (pointer: string, detail: string): Problem =>
  new Problem({
    status: 400,
    code: 'invalid-body',
    detail: placed({ pointer, detail }, 'body'),
    errors: [{ pointer, code: 'invalid', detail }],
  });
