import type { FetchedBatch, Log, Membership } from '../log/log.js';
import type { PartitionOwner, PauseReason } from './partition-owner.js';
import type { ProcessorLogger } from './processor-logger.js';
import type { ProcessorStatistics } from './statistics.js';

interface ReadingParts {
  readonly log: Log;
  readonly logger: ProcessorLogger;
  readonly statistics: ProcessorStatistics;
}

/** Where each owned partition is read from, and whether it is being read at all. */
export class PartitionReading<S, I> {
  membership: Membership | undefined;

  constructor(
    private readonly topics: readonly string[],
    private readonly parts: ReadingParts,
  ) {}

  /** Reads on from what the session has folded, as far as nothing holds it back. */
  restart(owner: PartitionOwner<S, I>): void {
    for (const topic of this.topics) this.seek(owner, topic);
    this.apply(owner);
  }

  stop(partitions: readonly number[]): void {
    this.membership?.pause(partitions);
  }

  pause(owner: PartitionOwner<S, I>, reason: PauseReason): void {
    owner.paused.add(reason);
    this.apply(owner);
  }

  unpause(owner: PartitionOwner<S, I>, reason: PauseReason): void {
    owner.paused.delete(reason);
    this.apply(owner);
  }

  /** What held the partition back is over; the batch that was left there is fetched again. */
  goOn(owner: PartitionOwner<S, I>, reason: PauseReason): void {
    owner.paused.delete(reason);
    this.restart(owner);
  }

  /** The batch does not start where reading goes on: records are missing, or it was fetched before a seek. */
  async reposition(owner: PartitionOwner<S, I>, { topic, partition }: FetchedBatch): Promise<false> {
    const { session } = owner;
    const { log, logger, statistics } = this.parts;
    const range = (await log.ranges(topic)).find((candidate) => candidate.partition === partition);
    const expected = session.next.get(topic) ?? 0;
    if (!session.live || !range) return false;
    const place = { topic, partition, expected, low: range.low, high: range.high };
    if (expected > range.high) {
      logger.error('log was truncated or recreated, partition stopped', place);
      this.pause(owner, 'truncated');
      return false;
    }
    if (expected < range.low) {
      statistics.gaps++;
      logger.error('records were dropped by retention before they were read', place);
      session.advance(topic, range.low);
    }
    this.seek(owner, topic);
    return false;
  }

  private seek({ session }: PartitionOwner<S, I>, topic: string): void {
    const offset = session.next.get(topic);
    if (offset !== undefined) this.membership?.seek({ topic, partition: session.partition, offset });
  }

  private apply({ paused, awaited, session }: PartitionOwner<S, I>): void {
    const partitions = [session.partition];
    const held = [...paused].some((reason) => reason !== 'bootstrap');
    this.membership?.pause(partitions);
    if (!held) this.membership?.resume(partitions, paused.has('bootstrap') ? [...awaited.keys()] : this.topics);
  }
}
