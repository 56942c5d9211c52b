import { utf8Text } from '@roadworthy/contracts';
import type { LogRecord } from '@roadworthy/stream';

/** A record for people: `value` is absent for a tombstone, else what `encoding` says. */
export type ShownRecord = Omit<LogRecord, 'value'> & {
  readonly encoding: 'json' | 'text' | 'base64' | 'none';
  readonly value?: unknown;
};

/** The value as JSON where it is JSON, else as text, else in base64. */
export function shownRecord({ value, ...rest }: LogRecord): ShownRecord {
  if (value === undefined) return { ...rest, encoding: 'none' };
  const text = textOf(value);
  if (text === undefined) return { ...rest, encoding: 'base64', value: Buffer.from(value).toString('base64') };
  try {
    return { ...rest, encoding: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return { ...rest, encoding: 'text', value: text };
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8Text(bytes);
  } catch {
    return undefined;
  }
}
