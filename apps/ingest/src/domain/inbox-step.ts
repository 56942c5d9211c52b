import { type PackedSamples, packSamples, type Sample } from '@roadworthy/contracts';

import { acceptSamples } from './accept-samples.js';
import { timeProblem } from './event-time.js';
import { type Parcel, parcelsOf } from './parcel.js';
import { addSample, type ServiceSamples } from './service-samples.js';

/** Where an inbox record stands: with it, what it becomes is known when it comes again. */
export interface InboxPlace {
  readonly tenant: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** of the record, ms UTC: event times are judged against it, so that a replay judges alike */
  readonly timestamp: number;
}

/** A record of the inbox: samples as the JSON door takes them, or packed ones that were unpacked. */
export type InboxRecord =
  | { readonly kind: 'plain'; readonly samples: readonly unknown[] }
  | { readonly kind: 'packed'; readonly service: string; readonly samples: readonly Sample[] };

/** What an inbox record becomes. */
export interface InboxOutput {
  readonly records: readonly PackedSamples[];
  /** bad samples, to be put back as a record of their own, and what is wrong with the first of each kind */
  readonly refused: { readonly detail: string; readonly data: object } | undefined;
}

/** More parcels than one record can yield: 1,000 samples. */
const parcelsPerRecord = 1_000;

/** Validates a record of the inbox; good samples go on, whatever stands beside them. */
export function inboxStep(record: InboxRecord, place: InboxPlace): InboxOutput {
  const { samples, refused } = record.kind === 'plain' ? takePlain(record.samples, place) : takePacked(record, place);
  const { tenant, topic, partition, offset } = place;
  const publisher = `${topic}/${partition}`;
  const pack = ({ service, samples: parcel }: Parcel, i: number): PackedSamples =>
    packSamples({ tenant, service, publisher, sequence: offset * parcelsPerRecord + i }, parcel);
  return { records: parcelsOf(samples, { tenant }).map(pack), refused };
}

interface Taken {
  readonly samples: ServiceSamples;
  readonly refused: InboxOutput['refused'];
}

function takePlain(values: readonly unknown[], { timestamp: now }: InboxPlace): Taken {
  const { samples, rejected } = acceptSamples(values, { now, pointerOf: (i) => `/samples/${i}` });
  if (rejected.length === 0) return { samples, refused: undefined };
  const detail = rejected.map((rejection) => `${rejection.pointer}: ${rejection.detail}`).join('; ');
  return { samples, refused: { detail, data: { samples: rejected.map(({ index }) => values[index]) } } };
}

function takePacked(
  { service, samples: all }: Extract<InboxRecord, { kind: 'packed' }>,
  { tenant, timestamp, topic, offset }: InboxPlace,
): Taken {
  const samples: ServiceSamples = new Map();
  const bad: Sample[] = [];
  let detail = '';
  all.forEach((sample, i) => {
    const problem = sampleProblem(sample, timestamp);
    if (problem === undefined) return addSample(samples, service, sample);
    detail ||= `sample ${i}: ${problem}`;
    bad.push(sample);
  });
  if (bad.length === 0) return { samples, refused: undefined };
  const head = { tenant, service, publisher: `${topic}/refused`, sequence: offset };
  return { samples, refused: { detail: `${bad.length} refused; ${detail}`, data: packSamples(head, bad) } };
}

function sampleProblem(sample: Sample, now: number): string | undefined {
  const time = timeProblem(sample.time, now);
  if (time) return time.detail;
  if (sample.kind === 'ratio' && !(sample.good >= 0 && sample.good <= sample.total))
    return `good must be from 0 to total ${sample.total}, got ${sample.good}`;
  if (sample.kind === 'counter' && sample.value < 0) return `a counter must be >= 0, got ${sample.value}`;
  if ('histogram' in sample && sample.histogram === undefined) return 'its histogram is missing';
  return undefined;
}
