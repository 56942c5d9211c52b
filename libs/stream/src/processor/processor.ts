import type { FetchedBatch, GroupMember, Log, Membership } from '../log/log.js';
import type { StateStore } from '../state-store/state-store.js';
import { BatchFeeder } from './batch-feeder.js';
import { BroadcastReader } from './broadcast-reader.js';
import type { Clock } from './clock.js';
import type { CommitTiming } from './commit-loop.js';
import { OutboxRelay } from './outbox-relay.js';
import { OwnerFactory } from './owner-factory.js';
import type { PartitionOwner } from './partition-owner.js';
import { PartitionReading } from './partition-reading.js';
import { type ProcessorDefinition, topicsOf } from './processor-definition.js';
import type { ProcessorLogger } from './processor-logger.js';
import type { BatchHandler } from './record-batch.js';
import { StepFailure } from './session.js';
import { NewerStateError } from './state-codec.js';
import { ProcessorStatistics } from './statistics.js';
import { Storms } from './storms.js';
import { WakeUps } from './wake-ups.js';

export interface ProcessorEngines {
  readonly log: Log;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: ProcessorLogger;
}

export interface ProcessorOptions extends CommitTiming {
  /** reading pauses while a commit is under way and more than this has been folded since */
  readonly maxPendingBytes: number;
  /** told when the processor cannot go on; the process should end */
  readonly onFatal: (error: Error) => void;
}

export const defaultTiming: CommitTiming = { commitMs: 100, publishMs: 20 };

const reattachMs = 200;

/** Runs one processor definition as a member of its group: owns partitions, feeds them, commits them, relays them. */
export class Processor<S, I> implements GroupMember {
  readonly statistics = new ProcessorStatistics();
  private readonly owners = new Map<number, PartitionOwner<S, I>>();
  private readonly setAside = new Map<string, string>();
  private readonly topics: readonly string[];
  private readonly factory: OwnerFactory<S, I>;
  private readonly feeder: BatchFeeder<S, I>;
  private readonly relay: OutboxRelay;
  private readonly broadcasts: BroadcastReader;
  private readonly wakeUps: WakeUps<S, I>;
  private readonly reading: PartitionReading<S, I>;
  private readonly storms: Storms<S, I>;
  private membership: Membership | undefined;
  private assignedNow: ReadonlySet<number> = new Set();
  private generation = 0;
  private stopping = false;
  private onHeartbeat: (() => void)[] = [];

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
      statistics,
      ownerOf: (partition) => this.owners.get(partition),
      distrust: (owner) => this.readAgain(owner),
    });
    this.relay = new OutboxRelay(log, store, definition.name, (error) =>
      logger.warn('relay failed, trying again', { error }),
    );
    this.broadcasts = new BroadcastReader(log, definition.broadcasts ?? [], {
      changed: () => this.touchAll(),
      malformed: (record, error) =>
        logger.error('broadcast record is malformed, skipped', { topic: record.topic, offset: record.offset, error }),
    });
    this.feeder = new BatchFeeder(definition, { clock, statistics });
    this.factory = new OwnerFactory(definition, {
      engines,
      timing: options,
      relay: this.relay,
      broadcasts: this.broadcasts,
      statistics,
      setAside: this.setAside,
      woken: (partition, key, at) => this.wakeUps.set(partition, key, at),
    });
  }

  async start(handlers: ReadonlyMap<string, BatchHandler<I>>): Promise<void> {
    this.feeder.handlers = handlers;
    await this.broadcasts.start();
    const { log } = this.engines;
    this.membership = await log.join({ group: `rw-${this.definition.name}`, topics: this.topics }, this);
    this.reading.membership = this.membership;
    for (const owner of this.owners.values()) this.reading.restart(owner);
  }

  /** Stops reading, commits and relays what there is, and leaves. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.reading.stop([...this.assignedNow]);
    for (const { commits } of this.owners.values()) await commits.drain();
    await this.relay.drain();
    await this.membership?.leave();
    for (const partition of [...this.owners.keys()]) this.drop(partition);
    this.wakeUps.clear();
    await this.broadcasts.stop();
  }

  /** Every assigned partition is owned and being read. */
  get isReady(): boolean {
    return (
      this.membership !== undefined &&
      [...this.assignedNow].every((partition) => this.owners.get(partition)?.awaited.size === 0)
    );
  }

  owned(): readonly number[] {
    return [...this.owners].filter(([, { session }]) => session.live).map(([partition]) => partition);
  }

  assigned(partitions: readonly number[]): void {
    const generation = ++this.generation;
    this.assignedNow = new Set(partitions);
    const gone = [...this.owners.keys()].filter((partition) => !this.assignedNow.has(partition));
    for (const partition of gone) this.drop(partition);
    this.wakeUps.leave(gone);
    for (const partition of partitions) void this.attach(partition, generation);
  }

  rebalancing(): void {
    for (const { commits } of this.owners.values()) commits.flush();
  }

  heartbeat(): void {
    for (const action of this.onHeartbeat.splice(0)) action();
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
    if (owner.session.next.get(batch.topic) === expected) return false;
    this.progressed(owner, batch.topic);
    return true;
  }

  private async attach(partition: number, generation: number): Promise<void> {
    const isCurrent = (): boolean => generation === this.generation && !this.stopping;
    try {
      const owner = (await this.keep(partition)) ?? (await this.take(partition, isCurrent));
      if (!owner || !isCurrent()) return;
      this.owners.set(partition, owner);
      this.reading.restart(owner);
    } catch (error) {
      if (error instanceof NewerStateError) return this.options.onFatal(error);
      this.engines.logger.warn('partition could not be taken over, trying again', { partition, error });
      setTimeout(() => isCurrent() && void this.attach(partition, generation), reattachMs);
    }
  }

  /** A partition that stays with this member keeps its memory as long as nobody else took it meanwhile. */
  private async keep(partition: number): Promise<PartitionOwner<S, I> | undefined> {
    const owner = this.owners.get(partition);
    if (!owner?.session.live) return undefined;
    const epoch = await this.engines.store.epoch({ processor: this.definition.name, partition });
    if (epoch === owner.session.epoch && owner.session.live) {
      this.statistics.kept++;
      return owner;
    }
    this.drop(partition);
    return undefined;
  }

  private async take(partition: number, isCurrent: () => boolean): Promise<PartitionOwner<S, I> | undefined> {
    const owner = await this.factory.create(partition, {
      isCurrent,
      committed: (self) => this.committed(self),
      refused: (self) => this.refused(self),
    });
    if (owner) this.statistics.acquired++;
    return owner;
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
    if (session.pendingBytes <= this.options.maxPendingBytes) return;
    if (commits.busy) this.reading.pause(owner, 'commit');
    else commits.flush();
  }

  /** The step of a record threw: sets the record aside and goes on without it. */
  private giveUp(owner: PartitionOwner<S, I>, { record, message, cause: error }: StepFailure): false {
    if (record) {
      const { topic, partition, offset } = record;
      this.engines.logger.error('step failed, record set aside', { topic, partition, offset, error });
      this.setAside.set(`${topic}/${partition}/${offset}`, message);
    }
    this.readAgain(owner);
    return false;
  }

  /** A step threw half way: the memory is no longer trusted, so the partition starts again from its last commit. */
  private readAgain(owner: PartitionOwner<S, I>): void {
    const { partition } = owner.session;
    this.drop(partition);
    this.reading.stop([partition]);
    void this.attach(partition, this.generation);
  }

  private committed(owner: PartitionOwner<S, I>): void {
    if (owner.paused.has('commit')) this.reading.unpause(owner, 'commit');
    if (owner.session.hasChanges) owner.commits.touch();
  }

  /** Somebody else has a higher epoch. If a heartbeat shows that the partition is still ours, take it back. */
  private refused(owner: PartitionOwner<S, I>): void {
    const { partition } = owner.session;
    const { generation } = this;
    if (this.owners.get(partition) !== owner) return;
    this.drop(partition);
    this.reading.stop([partition]);
    this.onHeartbeat.push(() => {
      if (generation === this.generation && this.assignedNow.has(partition)) void this.attach(partition, generation);
    });
  }

  private drop(partition: number): void {
    const owner = this.owners.get(partition);
    if (!owner) return;
    this.owners.delete(partition);
    owner.session.live = false;
    owner.commits.stop();
    owner.release();
  }

  private touchAll(): void {
    for (const { commits } of this.owners.values()) commits.touch();
  }
}
