import type { LogRecord } from '../log/log.js';

/** A step threw: its state may be half changed, so the session must be given up and the record set aside. */
export class StepFailure extends Error {
  constructor(
    readonly record: LogRecord | undefined,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}
