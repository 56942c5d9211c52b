import { type PackedSamples, packSamples, type Sample } from '@roadworthy/contracts';

import { acceptSamples } from './accept-samples.js';
import { timeProblem } from './event-time.js';
import { packedProblems } from './packed-problems.js';
import { type Parcel, parcelsOf } from './parcel.js';
import { placed } from './rejection.js';
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

/** Samples as the JSON door takes them. */
export interface PlainRecord {
  readonly kind: 'plain';
  readonly samples: readonly unknown[];
  /** they came as a list, were it of one */
  readonly isList: boolean;
}

export interface PackedRecord {
  readonly kind: 'packed';
  readonly record: PackedSamples;
  /** the record's, unpacked */
  readonly samples: readonly Sample[];
}

export type InboxRecord = PlainRecord | PackedRecord;

/** What an inbox record becomes. */
export interface InboxOutput {
  readonly records: readonly PackedSamples[];
  /** the bad samples as a record of their own, and what is wrong with each */
  readonly refused: RefusedPart | undefined;
}

export interface RefusedPart {
  readonly detail: string;
  readonly data: object;
  /**
   * No sample of the record was good, and none was merely too old: a publisher that was cut off sends in masses what is
   * too old, and nobody else is to wait for that.
   */
  readonly isBroken: boolean;
}

/** More packed records than one inbox record can yield: it holds at most as many samples. */
const recordsPerRecord = 1_000;

/** The code of a sample that is well-formed and comes too late. */
const tooOld = 'too-old';

/** Validates a record of the inbox; good samples go on, whatever stands beside them. */
export function inboxStep(record: InboxRecord, place: InboxPlace): InboxOutput {
  const { samples, refused } = record.kind === 'plain' ? takePlain(record, place) : takePacked(record, place);
  const { tenant, topic, partition, offset } = place;
  const publisher = `${topic}/${partition}`;
  const pack = ({ service, samples: parcel }: Parcel, i: number): PackedSamples =>
    packSamples({ tenant, service, publisher, sequence: offset * recordsPerRecord + i }, parcel);
  return { records: parcelsOf(samples, { tenant }).map(pack), refused };
}

interface Taken {
  readonly samples: ServiceSamples;
  readonly refused: InboxOutput['refused'];
}

function takePlain({ samples: values, isList }: PlainRecord, { timestamp: now }: InboxPlace): Taken {
  const samples: ServiceSamples = new Map();
  const pointerOf = (i: number): string => (isList ? `/samples/${i}` : '');
  const { accepted, rejected } = acceptSamples(values, { now, pointerOf, to: samples });
  if (rejected.length === 0) return { samples, refused: undefined };
  const isBroken = accepted === 0 && !rejected.some(({ code }) => code === tooOld);
  const detail = rejected.map((rejection) => placed(rejection, 'record')).join('; ');
  return { samples, refused: { detail, data: { samples: rejected.map(({ index }) => values[index]) }, isBroken } };
}

function takePacked({ record, samples: all }: PackedRecord, { tenant, timestamp: now }: InboxPlace): Taken {
  const { service, publisher, sequence } = record;
  const problems = packedProblems(record, all, now);
  const samples: ServiceSamples = new Map();
  all.forEach((sample, i) => {
    if (!problems.has(i)) addSample(samples, service, sample);
  });
  if (problems.size === 0) return { samples, refused: undefined };
  const bad = all.filter((_, i) => problems.has(i));
  const data = packSamples({ tenant, service, publisher, sequence }, bad);
  const isBroken = bad.length === all.length && !bad.some(({ time }) => timeProblem(time, now)?.code === tooOld);
  return { samples, refused: { detail: [...problems.values()].join('; '), data, isBroken } };
}
