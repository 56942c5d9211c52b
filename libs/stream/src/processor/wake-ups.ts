import type { Clock } from './clock.js';
import type { PartitionOwner } from './partition-owner.js';
import { type Suspension, suspensionAlert } from './processor-alert.js';
import type { ProcessorDefinition } from './processor-definition.js';
import type { ProcessorLogger } from './processor-logger.js';
import { StepFailure } from './session.js';
import type { ProcessorStatistics } from './statistics.js';
import { Timers } from './timers.js';

const firstRetryMs = 60_000;
const longestRetryMs = 3_600_000;

interface SuspendedKey extends Suspension {
  failures: number;
  /** when it is tried again, ms UTC */
  until: number;
  isAnnounced: boolean;
}

interface Surroundings<S, I> {
  readonly clock: Clock;
  readonly logger: ProcessorLogger;
  readonly statistics: ProcessorStatistics;
  readonly ownerOf: (partition: number) => PartitionOwner<S, I> | undefined;
  /** the memory of this partition is no longer trusted: it must be read again from the last commit */
  readonly distrust: (owner: PartitionOwner<S, I>) => void;
}

/** Wakes keys at their times. A key whose step throws is suspended: tried after a minute, then twice as long each time. */
export class WakeUps<S, I> {
  private readonly timers: Timers;
  private readonly suspended = new Map<string, SuspendedKey>();

  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly around: Surroundings<S, I>,
  ) {
    this.timers = new Timers(around.clock, (place, now) => this.due(place, now));
  }

  /** @param at - ms UTC; `undefined`: not at all, so a suspended key has nothing left that could fail */
  set(partition: number, key: string, at: number | undefined): void {
    const place = `${partition}/${key}`;
    this.timers.set(place, at);
    const owner = this.around.ownerOf(partition);
    if (at === undefined && owner) this.release(owner, place);
  }

  /** Somebody else wakes the keys of these partitions from now on, and says what becomes of them. */
  leave(partitions: readonly number[]): void {
    for (const place of [...this.suspended.keys()])
      if (partitions.includes(Number(place.slice(0, place.indexOf('/'))))) this.suspended.delete(place);
    this.around.statistics.suspendedKeys = this.suspended.size;
  }

  clear(): void {
    this.timers.clear();
    this.suspended.clear();
    this.around.statistics.suspendedKeys = 0;
  }

  private due(place: string, now: number): void {
    const slash = place.indexOf('/');
    const owner = this.around.ownerOf(Number(place.slice(0, slash)));
    if (!owner?.session.live) return;
    const suspended = this.suspended.get(place);
    if (suspended && now < suspended.until) return this.postpone(owner, suspended, now);
    const key = place.slice(slash + 1);
    try {
      owner.session.wake(key, now);
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      return this.suspend(owner, { place, key, error }, now);
    }
    this.release(owner, place);
    owner.commits.touch();
  }

  private suspend(
    owner: PartitionOwner<S, I>,
    { place, key, error }: { place: string; key: string; error: StepFailure },
    now: number,
  ): void {
    const before = this.suspended.get(place);
    const failures = (before?.failures ?? 0) + 1;
    const until = now + Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
    const since = before?.since ?? now;
    this.suspended.set(place, { key, since, cause: error.message, failures, until, isAnnounced: false });
    this.around.statistics.suspendedKeys = this.suspended.size;
    const { partition } = owner.session;
    this.around.logger.error('wake-up failed, key suspended', { partition, key, until, error: error.cause });
    this.around.distrust(owner);
  }

  /**
   * The partition was read again meanwhile, so what is said is committed with a state that can be trusted. It is said
   * after each failure, the same revision: a commit that was refused must not silence it.
   */
  private postpone(owner: PartitionOwner<S, I>, suspended: SuspendedKey, now: number): void {
    this.set(owner.session.partition, suspended.key, suspended.until);
    if (suspended.isAnnounced) return;
    suspended.isAnnounced = true;
    this.say(owner, suspended, { isOver: false, now });
  }

  private release(owner: PartitionOwner<S, I>, place: string): void {
    const suspended = this.suspended.get(place);
    if (!suspended) return;
    this.suspended.delete(place);
    this.around.statistics.suspendedKeys = this.suspended.size;
    this.say(owner, suspended, { isOver: true, now: this.around.clock.now() });
  }

  private say(
    { session, commits }: PartitionOwner<S, I>,
    { key, since, cause }: Suspension,
    { isOver, now }: { isOver: boolean; now: number },
  ): void {
    session.publish(suspensionAlert(this.definition, { key, since, cause, isOver }, now));
    commits.touch();
  }
}
