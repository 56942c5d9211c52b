import type { Clock } from './clock.js';
import type { PartitionOwner } from './partition-owner.js';
import type { PartitionReading } from './partition-reading.js';
import { stormAlert } from './processor-alert.js';
import type { ProcessorDefinition } from './processor-definition.js';
import type { ProcessorLogger } from './processor-logger.js';
import type { ProcessorStatistics } from './statistics.js';

interface Surroundings<S, I> {
  readonly clock: Clock;
  readonly logger: ProcessorLogger;
  readonly statistics: ProcessorStatistics;
  readonly reading: PartitionReading<S, I>;
}

/** Pauses partitions whose records go to the dead letter in masses, and says so. */
export class Storms<S, I> {
  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly around: Surroundings<S, I>,
  ) {}

  watch(owner: PartitionOwner<S, I>): void {
    const pauseMs = owner.guard.takePause();
    if (pauseMs !== undefined) this.weather(owner, pauseMs);
  }

  private weather(owner: PartitionOwner<S, I>, pauseMs: number): void {
    const { clock, logger, statistics, reading } = this.around;
    const { session, commits } = owner;
    const storm = { partition: session.partition, since: clock.now(), pauseMs };
    statistics.storms++;
    logger.error('too many records go to the dead letter, partition paused', storm);
    session.publish(stormAlert(this.definition, storm, storm.since));
    reading.pause(owner, 'storm');
    clock.at(storm.since + pauseMs, () => {
      if (!session.live) return;
      session.publish(stormAlert(this.definition, storm, clock.now()));
      commits.touch();
      reading.unpause(owner, 'storm');
    });
  }
}
