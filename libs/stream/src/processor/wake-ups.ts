import type { Clock } from './clock.js';
import type { PartitionOwner } from './partition-owner.js';
import { suspensionAlert } from './processor-alert.js';
import type { ProcessorDefinition } from './processor-definition.js';
import type { ProcessorLogger } from './processor-logger.js';
import { StepFailure } from './step-failure.js';
import { Timers } from './timers.js';
import type { SuspendedKey } from './troubles.js';

const firstRetryMs = 60_000;
const longestRetryMs = 3_600_000;

/** How often a key is looked at whose suspension waits for its commit. */
const uncommittedMs = 1_000;

interface WakeUpParts<S, I> {
  readonly clock: Clock;
  readonly logger: ProcessorLogger;
  readonly ownerOf: (partition: number) => PartitionOwner<S, I> | undefined;
  /** the memory of this partition is no longer trusted: it must be read again from the last commit */
  readonly distrust: (owner: PartitionOwner<S, I>) => void;
}

/** Wakes keys at their times. A key whose step throws is suspended: tried after a minute, then twice as long each time. */
export class WakeUps<S, I> {
  private readonly timers: Timers;

  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly parts: WakeUpParts<S, I>,
  ) {
    this.timers = new Timers(parts.clock, (place, now) => this.due(place, now));
  }

  /**
   * Goes on with the keys that the last owner left suspended, and suspends those that failed in a reading that was given
   * up: said together with a state that can be trusted.
   */
  resume(owner: PartitionOwner<S, I>): void {
    const { session, findings } = owner;
    for (const suspended of findings.suspended) this.open(owner, suspended);
    for (const { key, until } of session.troubles.suspended.values()) this.timers.set(placeOf(session, key), until);
    session.schedule();
  }

  /** @param at - ms UTC; `undefined`: not at all, so a suspended key has nothing left that could fail */
  set(partition: number, key: string, at: number | undefined): void {
    this.timers.set(placeOf({ partition }, key), at);
    const owner = this.parts.ownerOf(partition);
    if (at === undefined && owner) this.release(owner, key);
  }

  clear(): void {
    this.timers.clear();
  }

  private due(place: string, now: number): void {
    const slash = place.indexOf('/');
    const owner = this.parts.ownerOf(Number(place.slice(0, slash)));
    if (!owner?.session.live) return;
    const key = place.slice(slash + 1);
    const suspended = owner.session.troubles.suspended.get(key);
    const until = suspended && retryAt(owner, suspended, now);
    if (until !== undefined && now < until) return this.timers.set(place, until);
    if (suspended && owner.session.nextWake(key) === undefined) return this.release(owner, key);
    try {
      owner.session.wake(key, now);
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      return this.suspend(owner, { key, error }, now);
    }
    this.release(owner, key);
    owner.commits.touch();
  }

  private suspend(owner: PartitionOwner<S, I>, { key, error }: { key: string; error: StepFailure }, now: number): void {
    const { partition, troubles } = owner.session;
    const before = troubles.suspended.get(key);
    const failures = (before?.failures ?? 0) + 1;
    const until = now + Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
    owner.findings.suspend({ key, since: before?.since ?? now, cause: error.message, failures, until });
    this.parts.logger.error('wake-up failed, key suspended', { partition, key, until, error: error.cause });
    this.parts.distrust(owner);
  }

  private open(owner: PartitionOwner<S, I>, suspended: SuspendedKey): void {
    const { troubles } = owner.session;
    if (!troubles.suspended.has(suspended.key)) this.say(owner, suspended, false);
    troubles.suspend(suspended);
    owner.commits.touch();
  }

  /**
   * A suspension that no commit holds yet stays: what made the key fail may not be committed either, and without it the
   * key would fail at once again, for ever. Such a key is looked at when it is due to be tried.
   */
  private release(owner: PartitionOwner<S, I>, key: string): void {
    const { troubles } = owner.session;
    const suspended = troubles.suspended.get(key);
    if (!suspended) return;
    if (owner.findings.isUncommitted(key)) return this.timers.set(placeOf(owner.session, key), suspended.until);
    this.say(owner, suspended, true);
    troubles.release(key);
  }

  private say({ session, commits }: PartitionOwner<S, I>, suspended: SuspendedKey, isOver: boolean): void {
    session.publish(suspensionAlert(this.definition, { ...suspended, isOver }, this.parts.clock.now()));
    commits.touch();
  }
}

const placeOf = ({ partition }: { readonly partition: number }, key: string): string => `${partition}/${key}`;

function retryAt<S, I>({ findings }: PartitionOwner<S, I>, { key, until }: SuspendedKey, now: number): number {
  return findings.isUncommitted(key) ? Math.max(until, now + uncommittedMs) : until;
}
