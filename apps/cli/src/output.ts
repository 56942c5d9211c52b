import type { Failure } from './failure.js';

/** Where a command writes: a person's text or, with `--json`, one JSON document or line for programs. */
export interface Output {
  readonly isJson: boolean;
  write(text: string): void;
  /** to standard error */
  writeError(text: string): void;
}

/** @param json - what programs get. @param text - what a person reads, without a line break at the end */
export function show({ isJson, write }: Output, json: unknown, text: () => string): void {
  write(`${isJson ? JSON.stringify(json) : text()}\n`);
}

/** What a failure is about, where a command is about several things. */
export interface Subject {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** Says on standard error what went wrong: lines under one prefix, or one JSON document. */
export function complain({ isJson, writeError }: Output, failure: Failure, subject?: Subject): void {
  const [message = '', ...lines] = failure.lines();
  const about = subject === undefined ? '' : `${subject.id}: `;
  const text = [`rw: ${about}${message}`, ...lines.map((line) => `  ${line}`)].join('\n');
  writeError(`${isJson ? JSON.stringify({ ...failure.toJSON(), ...subject }) : text}\n`);
}

/** Columns that line up; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A share as a percentage with two places, `-` where there is none. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '-' : `${(share * 100).toFixed(2)} %`;
