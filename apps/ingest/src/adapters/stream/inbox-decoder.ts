import { type PackedSamples, packedSamples, unpackSamples } from '@roadworthy/contracts';
import { jsonOfRecord, type LogRecord } from '@roadworthy/stream';

import type { InboxRecord, PackedRecord } from '../../domain/inbox-step.js';

const maxSamples = 1000;

/**
 * Reads a record of the inbox in either form: packed, known by its columns, or plain, one sample or a list of them.
 *
 * @throws {Error} when it is neither
 */
export function decodeInbox(record: LogRecord): InboxRecord {
  const value = jsonOfRecord(record);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('a record holds an object: packed samples, {"samples": [...]} or one sample');
  if ('seriesOf' in value) return packed(value);
  if ('samples' in value) return { kind: 'plain', samples: listOf(value.samples), isList: true };
  return { kind: 'plain', samples: [value], isList: false };
}

function packed(value: object): PackedRecord {
  const record = packedSamples.parse(value);
  for (const column of ['time', 'value', 'total', 'age'] as const) checkLength(record, column);
  return { kind: 'packed', record, samples: unpackSamples(record) };
}

function checkLength(record: PackedSamples, column: 'time' | 'value' | 'total' | 'age'): void {
  const length = record[column]?.length;
  if (length !== undefined && length !== record.seriesOf.length)
    throw new RangeError(`${column} must have ${record.seriesOf.length} entries as seriesOf has, got ${length}`);
}

function listOf(samples: unknown): unknown[] {
  if (!Array.isArray(samples)) throw new TypeError('samples is a list');
  if (samples.length === 0 || samples.length > maxSamples)
    throw new RangeError(`a record holds 1 to ${maxSamples} samples, got ${samples.length}`);
  return samples;
}
