import { invalidHeader, parseJson, Problem } from '@roadworthy/http';
import { shown } from '@roadworthy/http/messages';

import { batchedEvents, binaryEvent, structuredEvent } from './cloud-events.js';
import { invalidBody, type RequestPart, samplesIn } from './request-part.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface SamplesRequest {
  readonly body: unknown;
  readonly headers: Headers;
}

const maxSamples = 1000;
const maxKey = 200;

/**
 * The samples of a body, in any of the forms of the door: JSON with one sample or a list, and CloudEvents in binary,
 * structured and batched mode. None of them nests deeper than 8: whatever could is refused by name.
 *
 * @throws {Problem} when the body is none of them, or holds too many samples
 */
export function partsOf(request: SamplesRequest): RequestPart[] {
  const parts = readParts(request);
  const count = parts.reduce((sum, { samples }) => sum + samples.length, 0);
  if (count > maxSamples)
    throw new Problem({
      status: 413,
      code: 'too-many-samples',
      detail: `a request holds at most ${maxSamples} samples, got ${count}`,
    });
  if (count === 0) throw invalidBody('', 'a request holds at least one sample, got none');
  return parts;
}

type Mode = (value: unknown, headers: Headers) => RequestPart[];

const modes: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  [
    'application/json',
    (value, headers) => [headers['ce-specversion'] === undefined ? plain(value, headers) : binaryEvent(value, headers)],
  ],
  ['application/cloudevents+json', (value) => [structuredEvent(value, '')]],
  ['application/cloudevents-batch+json', batchedEvents],
]);

function readParts({ body, headers }: SamplesRequest): RequestPart[] {
  const type = headers['content-type']?.toString().split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const mode = modes.get(type);
  if (!mode)
    throw new Problem({
      status: 415,
      code: 'unsupported-media-type',
      detail: `content-type must be one of ${[...modes.keys()].join(', ')}, got ${shown(type || undefined)}`,
    });
  return mode(parseJson(body instanceof Uint8Array ? body : new Uint8Array()), headers);
}

function plain(value: unknown, headers: Headers): RequestPart {
  const key = headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || key.length === 0 || key.length > maxKey))
    throw invalidHeader(
      'idempotency-key',
      `idempotency-key must have 1 to ${maxKey} characters, got ${String(key).length}`,
    );
  return { ...samplesIn(value, ''), key: key === undefined ? undefined : `key\u0000${key}` };
}
