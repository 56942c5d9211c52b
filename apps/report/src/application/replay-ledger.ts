/** What was put back from the dead letters. The owner of a record tells repetitions for a day only, this tells them always. */
export abstract class ReplayLedger {
  /** When a dead letter was put back first, ms UTC. */
  abstract replayedAt(id: string): Promise<number | undefined>;

  /** Keeps the first time when it is told twice. @param at - ms UTC */
  abstract replayed(id: string, at: number): Promise<void>;
}
