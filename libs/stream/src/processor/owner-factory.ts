import type { LogRecord } from '../log/log.js';
import type { BroadcastReader } from './broadcast-reader.js';
import { CommitLoop, type CommitTiming } from './commit-loop.js';
import { loadSession } from './load-session.js';
import type { OutboxRelay } from './outbox-relay.js';
import type { PartitionOwner } from './partition-owner.js';
import type { ProcessorEngines } from './processor.js';
import type { ProcessorDefinition } from './processor-definition.js';
import { Session } from './session.js';
import type { ProcessorStatistics } from './statistics.js';
import { StormGuard } from './storm-guard.js';

interface Surroundings {
  readonly engines: ProcessorEngines;
  readonly timing: CommitTiming;
  readonly relay: OutboxRelay;
  readonly broadcasts: BroadcastReader;
  readonly statistics: ProcessorStatistics;
  /** errors of records whose step threw, by `topic/partition/offset` */
  readonly setAside: Map<string, string>;
  readonly woken: (partition: number, key: string, at: number | undefined) => void;
}

interface OwnerEvents<S, I> {
  readonly isCurrent: () => boolean;
  readonly committed: (owner: PartitionOwner<S, I>) => void;
  readonly refused: (owner: PartitionOwner<S, I>) => void;
}

/** Takes partitions over: epoch, state, outbox, first offsets, and the loops around them. */
export class OwnerFactory<S, I> {
  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly around: Surroundings,
  ) {}

  /** @returns `undefined` when the assignment changed meanwhile; the real owner will be refused once and come back */
  async create(partition: number, events: OwnerEvents<S, I>): Promise<PartitionOwner<S, I> | undefined> {
    const { engines, relay, broadcasts, statistics, woken } = this.around;
    const { store, clock } = engines;
    const place = { processor: this.definition.name, partition };
    const loaded = await loadSession(store, this.definition, { place, now: clock.now() });
    await broadcasts.attach(loaded.tables);
    const guard = new StormGuard();
    const session = new Session<S, I>(
      this.definition,
      {
        ...loaded,
        partition,
        isSetAside: (record) => this.reasonSetAside(record),
        outcome: (dead) => {
          if (dead) statistics.deadLetters++;
          guard.note(dead);
        },
      },
      (key, at) => woken(partition, key, at),
    );
    const awaited = await this.positions(session);
    if (!events.isCurrent()) {
      session.live = false;
      broadcasts.detach(loaded.tables);
      return undefined;
    }
    const relayRows = relay.queue(partition, () => session.live);
    const commits = this.commitLoop(session, {
      relayRows,
      committed: () => events.committed(owner),
      refused: () => events.refused(owner),
    });
    const owner: PartitionOwner<S, I> = {
      session,
      commits,
      guard,
      awaited,
      paused: new Set(awaited.size > 0 ? ['bootstrap'] : []),
      release: () => broadcasts.detach(loaded.tables),
    };
    session.schedule();
    relayRows(loaded.acquired.outbox);
    return owner;
  }

  private commitLoop(
    session: Session<S, I>,
    on: {
      relayRows: (rows: { epoch: number; version: number; row: string }[]) => void;
      committed: () => void;
      refused: () => void;
    },
  ): CommitLoop {
    const { engines, timing, statistics } = this.around;
    return new CommitLoop(engines.store, session, {
      clock: engines.clock,
      timing,
      listener: {
        applied: ({ already, row }) => {
          statistics.commits++;
          if (already) statistics.alreadyApplied++;
          if (row) on.relayRows([row]);
          on.committed();
        },
        refused: () => {
          statistics.refused++;
          on.refused();
        },
        failed: (error) => engines.logger.warn('commit failed, trying again', { partition: session.partition, error }),
      },
    });
  }

  /** Fills in first offsets and finds how far the bootstrap topics must be read. */
  private async positions(session: Session<S, I>): Promise<Map<string, number>> {
    const awaited = new Map<string, number>();
    for (const { event, topics = [event.topic], bootstrap } of this.definition.inputs)
      for (const topic of topics) {
        const ranges = await this.around.engines.log.ranges(topic);
        const range = ranges.find(({ partition }) => partition === session.partition);
        if (!range) throw new Error(`topic ${topic} has no partition ${session.partition}`);
        if (!session.next.has(topic)) session.next.set(topic, range.low);
        if (bootstrap && (session.next.get(topic) ?? 0) < range.high) awaited.set(topic, range.high);
      }
    return awaited;
  }

  private reasonSetAside({ topic, partition, offset }: LogRecord): string | undefined {
    return this.around.setAside.get(`${topic}/${partition}/${offset}`);
  }
}
