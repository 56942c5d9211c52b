import type { Tally } from './tally.js';

/** What a processor counted since it started. Tests assert on it; telemetry reads it. */
export class ProcessorStatistics {
  /** as far as they are committed, like duplicates and dead letters */
  records = 0;
  commits = 0;
  /** commits that arrived twice and counted once */
  alreadyApplied = 0;
  /** commits of a stale owner */
  refused = 0;
  duplicates = 0;
  deadLetters = 0;
  /** partitions whose next record was dropped by retention before it was read */
  gaps = 0;
  acquired = 0;
  kept = 0;
  relayed = 0;
  storms = 0;

  /** @param countSuspended - keys of the owned partitions whose wake-ups fail */
  constructor(private readonly countSuspended: () => number) {}

  /** keys whose wake-ups fail, right now */
  get suspendedKeys(): number {
    return this.countSuspended();
  }

  add({ records, duplicates, deadLetters }: Tally): void {
    this.records += records;
    this.duplicates += duplicates;
    this.deadLetters += deadLetters;
  }
}
