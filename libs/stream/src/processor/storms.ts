import type { Clock } from './clock.js';
import type { PartitionOwner } from './partition-owner.js';
import type { PartitionReading } from './partition-reading.js';
import { stormAlert } from './processor-alert.js';
import type { ProcessorDefinition } from './processor-definition.js';
import type { ProcessorLogger } from './processor-logger.js';
import type { ProcessorStatistics } from './statistics.js';
import type { OpenStorm } from './troubles.js';

interface StormParts<S, I> {
  readonly clock: Clock;
  readonly logger: ProcessorLogger;
  readonly statistics: ProcessorStatistics;
  readonly reading: PartitionReading<S, I>;
}

/** Pauses partitions whose records are dead in masses, and says so. The pause belongs to the partition, whoever owns it. */
export class Storms<S, I> {
  private readonly cancels = new Map<number, () => void>();

  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly parts: StormParts<S, I>,
  ) {}

  /** Goes on with the storm that the last owner left open. */
  resume(owner: PartitionOwner<S, I>): void {
    const { storm } = owner.session.troubles;
    if (storm) this.hold(owner, storm);
  }

  leave(partition: number): void {
    this.cancels.get(partition)?.();
    this.cancels.delete(partition);
  }

  watch(owner: PartitionOwner<S, I>): void {
    const { session } = owner;
    if (session.troubles.storm) return;
    const pauseMs = session.guard.takePause();
    if (pauseMs === undefined) return;
    const { clock, logger, statistics } = this.parts;
    const { partition } = session;
    const storm = { partition, since: clock.now(), pauseMs, inARow: session.guard.storms };
    statistics.storms++;
    logger.error('too many records go to the dead letter, partition paused', storm);
    this.say(owner, storm);
    session.troubles.setStorm(storm);
    this.hold(owner, storm);
  }

  private hold(owner: PartitionOwner<S, I>, storm: OpenStorm): void {
    this.parts.reading.pause(owner, 'storm');
    const cancel = this.parts.clock.at(storm.since + storm.pauseMs, () => this.end(owner, storm));
    this.cancels.set(storm.partition, cancel);
  }

  private end(owner: PartitionOwner<S, I>, storm: OpenStorm): void {
    if (!owner.session.live) return;
    this.say(owner, storm);
    owner.session.troubles.setStorm(undefined);
    this.parts.reading.unpause(owner, 'storm');
  }

  private say({ session, commits }: PartitionOwner<S, I>, storm: OpenStorm): void {
    session.publish(stormAlert(this.definition, storm, this.parts.clock.now()));
    commits.touch();
  }
}
