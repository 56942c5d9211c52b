import { parseJson, Problem } from '@roadworthy/http';

/** Samples as they came, and where they stand in the body. */
export interface RequestPart {
  readonly samples: readonly unknown[];
  readonly pointerOf: (i: number) => string;
  /** the part's own name, equal for a repetition */
  readonly key?: string | undefined;
}

export interface SamplesRequest {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const maxSamples = 1000;
const maxKey = 200;

const mediaType = (header: unknown): string =>
  String(header ?? '')
    .split(';', 1)[0]
    ?.trim()
    .toLowerCase() ?? '';

/**
 * The samples of a body, in any of the forms of the door: JSON with one sample or a list, and CloudEvents in binary,
 * structured and batched mode.
 *
 * @throws {Problem} when the body is none of them, or holds too many samples
 */
export function partsOf({ body, headers }: SamplesRequest): RequestPart[] {
  const parts = readParts({ body, headers });
  const count = parts.reduce((sum, { samples }) => sum + samples.length, 0);
  if (count > maxSamples)
    throw new Problem({
      status: 413,
      code: 'too-many-samples',
      detail: `a request holds at most ${maxSamples} samples, got ${count}`,
    });
  if (count === 0) throw invalid('', 'a request holds at least one sample, got none');
  return parts;
}

type Mode = (value: unknown, headers: SamplesRequest['headers']) => RequestPart[];

const modes: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  [
    'application/json',
    (value, headers) => [headers['ce-specversion'] === undefined ? plain(value, headers) : binary(value, headers)],
  ],
  ['application/cloudevents+json', (value) => [structured(value, '')]],
  ['application/cloudevents-batch+json', batched],
]);

function readParts({ body, headers }: SamplesRequest): RequestPart[] {
  const type = mediaType(headers['content-type']);
  const mode = modes.get(type);
  if (!mode)
    throw new Problem({
      status: 415,
      code: 'unsupported-media-type',
      detail: `content-type must be one of ${[...modes.keys()].join(', ')}, got ${type || 'none'}`,
    });
  return mode(parseJson(body instanceof Uint8Array ? body : new Uint8Array()), headers);
}

function batched(value: unknown): RequestPart[] {
  if (!Array.isArray(value)) throw invalid('', 'a batch of CloudEvents is a list');
  return value.map((event, i) => structured(event, `/${i}`));
}

function plain(value: unknown, headers: SamplesRequest['headers']): RequestPart {
  const key = headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || key.length === 0 || key.length > maxKey))
    throw invalid('idempotency-key', `idempotency-key must have 1 to ${maxKey} characters, got ${String(key).length}`);
  return { ...listOf(value, ''), key: key === undefined ? undefined : `key\u0000${key}` };
}

function binary(value: unknown, headers: SamplesRequest['headers']): RequestPart {
  const attributes = Object.fromEntries(
    Object.entries(headers).flatMap(([name, text]) => (name.startsWith('ce-') ? [[name.slice(3), text]] : [])),
  );
  return ofEvent(attributes, { data: value, at: '', attributesAt: 'ce-' });
}

function structured(event: unknown, at: string): RequestPart {
  if (!isObject(event)) throw invalid(at, 'a CloudEvent is an object');
  if (event['data_base64'] !== undefined) throw invalid(`${at}/data_base64`, 'samples are JSON under data');
  return ofEvent(event, { data: event['data'], at: `${at}/data`, attributesAt: `${at}/` });
}

interface EventPlaces {
  readonly data: unknown;
  readonly at: string;
  readonly attributesAt: string;
}

/** Source and id together name an event; its time is that of a sample that gives none. */
function ofEvent(attributes: Readonly<Record<string, unknown>>, { data, at, attributesAt }: EventPlaces): RequestPart {
  for (const name of ['specversion', 'id', 'source', 'type']) {
    const value = attributes[name];
    if (typeof value !== 'string' || value.length === 0 || value.length > maxKey * 5)
      throw invalid(`${attributesAt}${name}`, `a CloudEvent needs ${name}, a string of 1 to ${maxKey * 5} characters`);
  }
  const { specversion, id, source, time } = attributes;
  if (specversion !== '1.0') throw invalid(`${attributesAt}specversion`, `specversion must be 1.0, got ${specversion}`);
  const { samples, pointerOf } = listOf(data, at);
  const timed = samples.map((sample) => (isObject(sample) && time !== undefined ? { time, ...sample } : sample));
  return { samples: timed, pointerOf, key: `event\u0000${source}\u0000${id}` };
}

/** One sample stands for a list of one. */
function listOf(value: unknown, at: string): Pick<RequestPart, 'samples' | 'pointerOf'> {
  if (!isObject(value)) throw invalid(at, 'the data is an object: {"samples": [...]} or one sample');
  if (!('samples' in value)) return { samples: [value], pointerOf: () => at };
  const { samples, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalid(`${at}/${unknown}`, `unknown field ${JSON.stringify(unknown)}`);
  if (!Array.isArray(samples)) throw invalid(`${at}/samples`, 'samples is a list');
  return { samples, pointerOf: (i) => `${at}/samples/${i}` };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (pointer: string, detail: string): Problem =>
  new Problem({
    status: 400,
    code: 'invalid-body',
    detail: `${pointer}: ${detail}`,
    errors: [{ pointer, code: 'invalid', detail }],
  });
