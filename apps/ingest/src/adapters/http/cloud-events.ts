import { hash64 } from '../../application/hash64.js';
import { shown } from '../../domain/rejection.js';
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
  return eventPart(attributes, { data, at: '', attributesAt: headerPrefix });
}

/** An event that is the body, or stands in it at `at`. @throws {Problem} 400 */
export function structuredEvent(event: unknown, at: string): RequestPart {
  if (!isObject(event)) throw invalidBody(at, `a CloudEvent is an object, got ${shown(event)}`);
  const { data, data_base64: binary, ...attributes } = event;
  if (binary !== undefined) throw invalidBody(`${at}/data_base64`, 'samples are JSON under data');
  const nested = Object.keys(attributes).find((name) => isObject(attributes[name]) || Array.isArray(attributes[name]));
  if (nested !== undefined)
    throw invalidBody(`${at}/${nested}`, `an attribute is a single value, got ${shown(attributes[nested])}`);
  return eventPart(attributes, { data, at: `${at}/data`, attributesAt: `${at}/` });
}

/** @throws {Problem} 400 */
export function batchedEvents(value: unknown): RequestPart[] {
  if (!Array.isArray(value)) throw invalidBody('', `a batch of CloudEvents is a list, got ${shown(value)}`);
  return value.map((event, i) => structuredEvent(event, `/${i}`));
}

interface EventPlaces {
  readonly data: unknown;
  readonly at: string;
  readonly attributesAt: string;
}

/**
 * Source and id together name an event: its one sample, or the list that it brings. Its time is that of a sample that
 * gives none.
 */
function eventPart(attributes: Attributes, { data, at, attributesAt }: EventPlaces): RequestPart {
  for (const name of required) checkText(attributes[name], `${attributesAt}${name}`, name);
  const { specversion, id, source, time } = attributes;
  if (specversion !== '1.0')
    throw invalidBody(`${attributesAt}specversion`, `specversion must be 1.0, got ${shown(specversion)}`);
  const { samples, pointerOf, isList } = samplesIn(data, at);
  const key = `event\u0000${String(source)}\u0000${String(id)}`;
  const lent = { ...(typeof time === 'string' && { time }), ...(!isList && { id: hash64(key) }) };
  return {
    samples: samples.map((sample) => (isObject(sample) ? { ...lent, ...sample } : sample)),
    pointerOf,
    key: isList ? key : undefined,
  };
}

function checkText(value: unknown, pointer: string, name: string): void {
  if (typeof value !== 'string' || value.length === 0 || value.length > maxAttribute)
    throw invalidBody(
      pointer,
      `a CloudEvent needs ${name}, a string of 1 to ${maxAttribute} characters, got ${shown(value)}`,
    );
}
