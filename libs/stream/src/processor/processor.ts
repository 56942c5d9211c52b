import type { FetchedBatch, GroupMember, Membership } from '../log/log.js';
import { BatchFeeder } from './batch-feeder.js';
import { BroadcastReader } from './broadcast-reader.js';
import type { CommitTiming } from './commit-loop.js';
import { OutboxRelay } from './outbox-relay.js';
import { OwnerFactory } from './owner-factory.js';
import { Owners } from './owners.js';
import type { PartitionOwner } from './partition-owner.js';
import { PartitionReading } from './partition-reading.js';
import { type ProcessorDefinition, topicsOf } from './processor-definition.js';
import type { ProcessorEngines } from './processor-engines.js';
import type { BatchHandler } from './record-batch.js';
import { ProcessorStatistics } from './statistics.js';
import type { StepFailure } from './step-failure.js';
import { Storms } from './storms.js';
import { WakeUps } from './wake-ups.js';

export interface ProcessorOptions extends CommitTiming {
  /** reading pauses while a commit is under way and more than this has been folded since */
  readonly maxPendingBytes: number;
  /** told when the processor cannot go on; the process should end */
  readonly onFatal: (error: Error) => void;
}

export const defaultTiming: CommitTiming = { commitMs: 200, publishMs: 20 };

/** Runs one processor definition as a member of its group: owns partitions, feeds them, commits them, relays them. */
export class Processor<S, I> implements GroupMember {
  readonly statistics = new ProcessorStatistics(() => this.countSuspended());
  private readonly topics: readonly string[];
  private readonly owners: Owners<S, I>;
  private readonly feeder: BatchFeeder<S, I>;
  private readonly relay: OutboxRelay;
  private readonly broadcasts: BroadcastReader;
  private readonly wakeUps: WakeUps<S, I>;
  private readonly reading: PartitionReading<S, I>;
  private readonly storms: Storms<S, I>;
  private membership: Membership | undefined;
  private stopping = false;

  constructor(
    readonly definition: ProcessorDefinition<S, I>,
    private readonly engines: ProcessorEngines,
    private readonly options: ProcessorOptions,
  ) {
    const { log, store, clock, logger } = engines;
    const { statistics } = this;
    this.topics = definition.inputs.flatMap(topicsOf);
    this.reading = new PartitionReading(this.topics, { log, logger, statistics });
    this.storms = new Storms(definition, { clock, logger, statistics, reading: this.reading });
    this.wakeUps = new WakeUps(definition, {
      clock,
      logger,
      ownerOf: (partition) => this.owners.get(partition),
      distrust: (owner) => this.owners.readAgain(owner),
    });
    this.relay = new OutboxRelay(log, store, definition.name, (error) =>
      logger.warn('relay failed, trying again', { error }),
    );
    this.broadcasts = this.createBroadcasts();
    this.feeder = new BatchFeeder(definition, clock);
    this.owners = this.createOwners();
  }

  async start(handlers: ReadonlyMap<string, BatchHandler<I>>): Promise<void> {
    this.feeder.handlers = handlers;
    await this.broadcasts.start();
    const { log } = this.engines;
    this.membership = await log.join({ group: `rw-${this.definition.name}`, topics: this.topics }, this);
    this.reading.membership = this.membership;
    for (const owner of this.owners) this.reading.restart(owner);
  }

  /** Stops reading, commits and relays what there is, and leaves. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.reading.stop(this.owners.stop());
    for (const { commits } of this.owners) await commits.drain();
    await this.relay.drain();
    await this.membership?.leave();
    this.owners.clear();
    this.wakeUps.clear();
    await this.broadcasts.stop();
  }

  /** Every assigned partition is owned and being read. */
  get isReady(): boolean {
    return this.membership !== undefined && this.owners.isReady;
  }

  owned(): readonly number[] {
    return [...this.owners].flatMap(({ session }) => (session.live ? [session.partition] : []));
  }

  assigned(partitions: readonly number[]): void {
    this.owners.assign(partitions);
  }

  rebalancing(): void {
    for (const { commits } of this.owners) commits.flush();
  }

  heartbeat(): void {
    this.owners.heartbeat();
  }

  failed(error: Error): void {
    if (!this.stopping) this.options.onFatal(error);
  }

  skipped({ topic, partition, next }: { topic: string; partition: number; next: number }): void {
    const owner = this.owners.get(partition);
    if (!owner?.session.live) return;
    owner.session.advance(topic, next);
    this.progressed(owner, topic);
  }

  async batch(batch: FetchedBatch): Promise<boolean> {
    const owner = this.owners.get(batch.partition);
    if (!owner?.session.live) return false;
    const expected = owner.session.next.get(batch.topic);
    if (batch.fetchedOffset !== expected) return this.reading.reposition(owner, batch);
    const failure = await this.feeder.feed(owner, batch);
    if (failure) return this.giveUp(owner, failure);
    const next = owner.session.next.get(batch.topic);
    if (next === expected) return false;
    this.progressed(owner, batch.topic);
    return next === batch.lastOffset + 1;
  }

  private progressed(owner: PartitionOwner<S, I>, topic: string): void {
    const { session, commits, awaited } = owner;
    const end = awaited.get(topic);
    if (end !== undefined && (session.next.get(topic) ?? 0) >= end) {
      awaited.delete(topic);
      if (awaited.size === 0) this.reading.unpause(owner, 'bootstrap');
    }
    this.storms.watch(owner);
    commits.touch();
    if (session.isHeldBack) {
      this.reading.pause(owner, 'failed-record');
      commits.flush();
    }
    if (session.pendingBytes <= this.options.maxPendingBytes) return;
    if (commits.busy) this.reading.pause(owner, 'commit');
    else commits.flush();
  }

  /** The step of a record threw: sets the record aside and goes on without it. */
  private giveUp(owner: PartitionOwner<S, I>, { record, message, cause: error }: StepFailure): false {
    if (record) {
      const { topic, partition, offset } = record;
      this.engines.logger.error('step failed, record set aside', { topic, partition, offset, error });
      owner.findings.setAside(record, message);
    }
    this.owners.readAgain(owner);
    return false;
  }

  private committed(owner: PartitionOwner<S, I>): void {
    if (this.stopping) return;
    const { session, commits, paused } = owner;
    if (paused.has('commit')) this.reading.unpause(owner, 'commit');
    if (paused.has('failed-record') && !session.isHeldBack) this.reading.goOn(owner, 'failed-record');
    if (session.hasChanges) commits.touch();
  }

  private countSuspended(): number {
    return [...this.owners].reduce((sum, { session }) => sum + session.troubles.suspended.size, 0);
  }

  private createBroadcasts(): BroadcastReader {
    const { log, logger } = this.engines;
    return new BroadcastReader(log, this.definition.broadcasts ?? [], {
      changed: () => {
        for (const { commits } of this.owners) commits.touch();
      },
      malformed: (record, error) =>
        logger.error('broadcast record is malformed, skipped', { topic: record.topic, offset: record.offset, error }),
    });
  }

  private createOwners(): Owners<S, I> {
    const { definition, engines, options, statistics, relay, broadcasts, reading } = this;
    const factory = new OwnerFactory(definition, {
      engines,
      timing: options,
      relay,
      broadcasts,
      statistics,
      woken: (partition, key, at) => this.wakeUps.set(partition, key, at),
    });
    return new Owners({
      processor: definition.name,
      engines,
      statistics,
      factory,
      reading,
      taken: (owner) => {
        this.storms.resume(owner);
        this.wakeUps.resume(owner);
      },
      dropped: (partition) => this.storms.leave(partition),
      committed: (owner) => this.committed(owner),
      onFatal: options.onFatal,
    });
  }
}
