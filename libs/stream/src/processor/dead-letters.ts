import type { DeadLetter } from '@roadworthy/contracts';

import type { LogRecord } from '../log/log.js';

export interface Failure {
  readonly record: LogRecord;
  /** a stable code: `malformed`, `failed`, or the step's own */
  readonly reason: string;
  readonly detail: string;
  /** what would be put back in place of the record, when only a part of it failed */
  readonly data?: unknown;
  /** ms UTC */
  readonly now: number;
}

const maxDetail = 2000;

/** A record that could not be applied, with everything that putting it back needs. */
export function deadLetterOf(processor: string, { record, reason, detail, data, now }: Failure): DeadLetter {
  const { topic, partition, offset, timestamp, key, headers, value } = record;
  const bytes = data === undefined ? Buffer.from(value ?? []) : Buffer.from(JSON.stringify(data));
  return {
    processor,
    reason,
    detail: detail.slice(0, maxDetail),
    failedAt: new Date(now).toISOString(),
    topic,
    partition,
    offset,
    timestamp,
    ...(key !== undefined && { key }),
    headers: { ...headers },
    bytes: bytes.toString('base64'),
  };
}
