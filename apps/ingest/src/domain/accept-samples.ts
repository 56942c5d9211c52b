import { type Sample, sampleInput, type SampleInput } from '@roadworthy/contracts';
import { houseForm } from '@roadworthy/http/messages';
import { z } from 'zod';

import { timeProblem } from './event-time.js';
import { isPlainSample } from './plain-sample.js';
import type { Rejection } from './rejection.js';
import { type SampleProblem, sampleProblem } from './sample-problem.js';
import { addSample, type ServiceSamples } from './service-samples.js';

/** What came of some samples of one request. */
export interface Acceptance {
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
  /** where the good ones are added */
  readonly to: ServiceSamples;
}

const schema = z.compile(sampleInput);

/** Checks samples one by one: what is wrong is named, what is right goes on. */
export function acceptSamples(
  values: readonly unknown[],
  { now, pointerOf, first = 0, to }: AcceptOptions,
): Acceptance {
  const rejected: Rejection[] = [];
  values.forEach((value, i) => {
    const problem = take(value, now, to);
    if (problem === undefined) return;
    const { pointer, code, detail } = problem;
    rejected.push({ index: first + i, pointer: `${pointerOf(i)}${pointer}`, code, detail });
  });
  return { accepted: values.length - rejected.length, rejected };
}

/** @returns why it was not taken */
function take(value: unknown, now: number, to: ServiceSamples): SampleProblem | undefined {
  let sample: SampleInput;
  if (isPlainSample(value)) sample = value;
  else {
    const { data, error } = schema.safeParse(value, houseForm);
    const problem = sampleProblem(value, error);
    if (problem || !data) return problem;
    sample = data;
  }
  const problem = timeProblem(sample.time, now);
  if (problem) return { pointer: '/time', ...problem };
  addSample(to, sample.service, toSample(sample));
  return undefined;
}

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

function toSample({ name, labels = noLabels, unit, time, id, value, good, total, histogram }: SampleInput): Sample {
  if (value !== undefined) return { kind: 'value', name, labels, time, unit, id, value };
  if (histogram === undefined)
    return { kind: 'ratio', name, labels, time, unit, id, good: good ?? 0, total: total ?? 0 };
  return { kind: 'histogram', name, labels, time, unit, id, temporality: 'delta', histogram };
}
