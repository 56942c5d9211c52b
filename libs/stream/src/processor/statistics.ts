/** What a processor counted since it started. Tests assert on it; telemetry reads it. */
export class ProcessorStatistics {
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
  /** keys whose wake-ups fail, right now */
  suspendedKeys = 0;
}
