import { type Sample, sampleInput, type SampleInput } from '@roadworthy/contracts';
import { z } from 'zod';

import { timeProblem } from './event-time.js';
import { type Rejection, shown } from './rejection.js';
import { addSample, type ServiceSamples } from './service-samples.js';

/** What came of the samples of one request. */
export interface Acceptance {
  readonly samples: ServiceSamples;
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
}

export interface AcceptOptions {
  /** arrival, ms UTC */
  readonly now: number;
  /** where the sample of this place stands in the request */
  readonly pointerOf: (i: number) => string;
  /** index of the first sample inside the request */
  readonly first?: number;
}

const checked = z.compile(sampleInput);

/** Checks samples one by one: what is wrong is named, what is right goes on. */
export function acceptSamples(values: readonly unknown[], { now, pointerOf, first = 0 }: AcceptOptions): Acceptance {
  const samples: ServiceSamples = new Map();
  const rejected: Rejection[] = [];
  values.forEach((value, i) => {
    const place = { index: first + i, pointer: pointerOf(i) };
    const { success, data, error } = checked.safeParse(value);
    if (!success) return void rejected.push({ ...place, ...firstIssue(error, value, place.pointer) });
    const problem = timeProblem(data.time, now);
    if (problem) return void rejected.push({ ...place, ...problem, pointer: `${place.pointer}/time` });
    addSample(samples, data.service, toSample(data));
  });
  return { samples, accepted: values.length - rejected.length, rejected };
}

function firstIssue(error: z.ZodError, value: unknown, at: string): Pick<Rejection, 'pointer' | 'code' | 'detail'> {
  const [issue] = error.issues;
  if (!issue) return { pointer: at, code: 'invalid', detail: 'invalid' };
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const pointer = `${at}${path.map((part) => `/${escaped(String(part))}`).join('')}`;
  return { pointer, code: issue.code.replaceAll('_', '-'), detail: detailOf(issue.message, path, value) };
}

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** The message with the value that it is about, unless it says it already. */
function detailOf(message: string, path: readonly PropertyKey[], value: unknown): string {
  if (message.includes('got ')) return message;
  let found = value;
  for (const part of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  return `${message}, got ${shown(found)}`;
}

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

function toSample({ name, labels = noLabels, unit, time, id, ...rest }: SampleInput): Sample {
  const series = { name, labels, time, unit, id };
  if (rest.value !== undefined) return { ...series, kind: 'value', value: rest.value };
  if (rest.histogram !== undefined)
    return { ...series, kind: 'histogram', temporality: 'delta', histogram: rest.histogram };
  return { ...series, kind: 'ratio', good: rest.good ?? 0, total: rest.total ?? 0 };
}
