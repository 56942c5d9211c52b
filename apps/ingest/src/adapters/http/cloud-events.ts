import { invalidHeader, type Problem } from '@roadworthy/http';
import { jsonPointer, shown } from '@roadworthy/http/messages';

import { hash64 } from '../../application/hash64.js';
import { invalidBody, isObject, type RequestPart, samplesIn } from './request-part.js';

type Attributes = Readonly<Record<string, unknown>>;

const required = ['specversion', 'id', 'source', 'type'] as const;
const maxAttribute = 1000;
const headerPrefix = 'ce-';

/** An event whose attributes are headers and whose data is the body. @throws {Problem} 400 */
export function binaryEvent(data: unknown, headers: Attributes): RequestPart {
  const attributes = Object.fromEntries(
    Object.entries(headers).flatMap(([name, text]) =>
      name.startsWith(headerPrefix) ? [[name.slice(headerPrefix.length), text]] : [],
    ),
  );
  const refuse = (name: string, detail: string) => invalidHeader(`${headerPrefix}${name}`, detail);
  return eventPart(attributes, { data, at: '', refuse });
}

/** An event that is the body, or stands in it at `at`. @throws {Problem} 400 */
export function structuredEvent(event: unknown, at: string): RequestPart {
  if (!isObject(event)) throw invalidBody(at, `a CloudEvent is an object, got ${shown(event)}`);
  const refuse = (name: string, detail: string) => invalidBody(`${at}${jsonPointer([name])}`, detail);
  const { data, data_base64: binary, ...attributes } = event;
  if (binary !== undefined) throw refuse('data_base64', `samples are JSON under data, got ${shown(binary)}`);
  const nested = Object.keys(attributes).find((name) => isObject(attributes[name]) || Array.isArray(attributes[name]));
  if (nested !== undefined) throw refuse(nested, `an attribute is a single value, got ${shown(attributes[nested])}`);
  return eventPart(attributes, { data, at: `${at}/data`, refuse });
}

/** @throws {Problem} 400 */
export function batchedEvents(value: unknown): RequestPart[] {
  if (!Array.isArray(value)) throw invalidBody('', `a batch of CloudEvents is a list, got ${shown(value)}`);
  return value.map((event, i) => structuredEvent(event, `/${i}`));
}

interface EventPlaces {
  readonly data: unknown;
  readonly at: string;
  /** an attribute that cannot be taken, at its place */
  readonly refuse: (name: string, detail: string) => Problem;
}

/**
 * Source and id together name an event: its one sample, or the list that it brings. Its time is that of a sample that
 * gives none.
 */
function eventPart(attributes: Attributes, { data, at, refuse }: EventPlaces): RequestPart {
  for (const name of required)
    if (!isText(attributes[name]))
      throw refuse(name, `a CloudEvent needs ${name}, ${textForm}, got ${shown(attributes[name])}`);
  const { specversion, id, source, time } = attributes;
  if (specversion !== '1.0') throw refuse('specversion', `specversion must be 1.0, got ${shown(specversion)}`);
  const { samples, pointerOf, isList } = samplesIn(data, at);
  const key = `event\u0000${String(source)}\u0000${String(id)}`;
  const lent = { ...(typeof time === 'string' && { time }), ...(!isList && { id: hash64(key) }) };
  return {
    samples: samples.map((sample) => (isObject(sample) ? { ...lent, ...sample } : sample)),
    pointerOf,
    key: isList ? key : undefined,
  };
}

const textForm = `a string of 1 to ${maxAttribute} characters`;

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= maxAttribute;
