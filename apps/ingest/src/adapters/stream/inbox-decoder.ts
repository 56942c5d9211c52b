import { type PackedSamples, packedSamples, type SampleInput, unpackSamples } from '@roadworthy/contracts';
import { jsonOfRecord, type LogRecord } from '@roadworthy/stream';

import type { InboxRecord } from '../../domain/inbox-step.js';

const maxSamples = 1000;

/**
 * Reads a record of the inbox in either form: packed, known by its columns, or plain, one sample or a list of them.
 *
 * @throws {Error} when it is neither
 */
export function decodeInbox(record: LogRecord): InboxRecord {
  const value = jsonOfRecord(record);
  if (!isObject(value))
    throw new TypeError('a record holds an object: packed samples, {"samples": [...]} or one sample');
  if ('seriesOf' in value) return packed(value);
  return { kind: 'plain', samples: 'samples' in value ? listOf(value['samples']) : [value as SampleInput] };
}

function packed(value: unknown): InboxRecord {
  const record = packedSamples.parse(value);
  for (const column of ['time', 'value', 'total', 'age'] as const) checkLength(record, column);
  return { kind: 'packed', service: record.service, samples: unpackSamples(record) };
}

function checkLength(record: PackedSamples, column: 'time' | 'value' | 'total' | 'age'): void {
  const length = record[column]?.length;
  if (length !== undefined && length !== record.seriesOf.length)
    throw new RangeError(`${column} must have ${record.seriesOf.length} entries as seriesOf has, got ${length}`);
}

function listOf(samples: unknown): unknown[] {
  if (!Array.isArray(samples)) throw new TypeError('samples is a list');
  if (samples.length > maxSamples) throw new RangeError(`at most ${maxSamples} samples, got ${samples.length}`);
  return samples;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
