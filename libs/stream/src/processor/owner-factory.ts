import type { OutboxRow } from '../state-store/state-store.js';
import type { BroadcastReader } from './broadcast-reader.js';
import { type AppliedCommit, CommitLoop, type CommitTiming } from './commit-loop.js';
import type { Findings } from './findings.js';
import { loadSession } from './load-session.js';
import type { OutboxRelay } from './outbox-relay.js';
import type { PartitionOwner } from './partition-owner.js';
import type { ProcessorDefinition } from './processor-definition.js';
import type { ProcessorEngines } from './processor-engines.js';
import { Session } from './session.js';
import type { ProcessorStatistics } from './statistics.js';

export interface OwnerParts {
  readonly engines: ProcessorEngines;
  readonly timing: CommitTiming;
  readonly relay: OutboxRelay;
  readonly broadcasts: BroadcastReader;
  readonly statistics: ProcessorStatistics;
  readonly woken: (partition: number, key: string, at: number | undefined) => void;
}

interface OwnerEvents<S, I> {
  readonly isCurrent: () => boolean;
  readonly committed: (owner: PartitionOwner<S, I>) => void;
  readonly refused: (owner: PartitionOwner<S, I>) => void;
}

type OwnedParts<S, I> = Pick<PartitionOwner<S, I>, 'session' | 'findings' | 'awaited' | 'release'>;

interface CommitEvents {
  readonly applied: (outcome: AppliedCommit) => void;
  readonly refused: () => void;
}

/** Takes partitions over: epoch, state, outbox, first offsets, and the loops around them. */
export class OwnerFactory<S, I> {
  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    private readonly parts: OwnerParts,
  ) {}

  /** @returns `undefined` when the assignment changed meanwhile; the real owner will be refused once and come back */
  async create(
    partition: number,
    findings: Findings,
    events: OwnerEvents<S, I>,
  ): Promise<PartitionOwner<S, I> | undefined> {
    const { broadcasts } = this.parts;
    const { session, tables, outbox } = await this.open(partition, findings);
    await broadcasts.attach(tables);
    const release = (): void => broadcasts.detach(tables);
    const awaited = await this.positions(session);
    if (!events.isCurrent()) {
      session.live = false;
      release();
      return undefined;
    }
    return this.ownerOf({ session, findings, awaited, release }, outbox, events);
  }

  private ownerOf(
    owned: OwnedParts<S, I>,
    outbox: readonly OutboxRow[],
    events: OwnerEvents<S, I>,
  ): PartitionOwner<S, I> {
    const { session, findings, awaited } = owned;
    const relayRows = this.parts.relay.queue(session.partition, () => session.live);
    const commits = this.commitLoop(session, {
      applied: (outcome) => {
        this.account(findings, outcome);
        if (outcome.row) relayRows([outcome.row]);
        if (session.live) events.committed(owner);
      },
      refused: () => events.refused(owner),
    });
    const owner: PartitionOwner<S, I> = {
      ...owned,
      commits,
      paused: new Set(awaited.size > 0 ? ['bootstrap'] : []),
    };
    relayRows(outbox);
    return owner;
  }

  private async open(partition: number, findings: Findings) {
    const { store, clock } = this.parts.engines;
    const place = { processor: this.definition.name, partition };
    const loaded = await loadSession(store, this.definition, { place, now: clock.now() });
    const { outbox, offsets } = loaded.acquired;
    findings.pass(offsets);
    const session = new Session<S, I>(this.definition, { ...loaded, partition, findings }, (key, at) =>
      this.parts.woken(partition, key, at),
    );
    return { session, tables: loaded.tables, outbox };
  }

  private commitLoop(session: Session<S, I>, { applied, refused }: CommitEvents): CommitLoop {
    const { engines, timing, statistics } = this.parts;
    const { store, clock, logger } = engines;
    return new CommitLoop(store, session, {
      clock,
      timing,
      listener: {
        applied,
        refused: () => {
          statistics.refused++;
          refused();
        },
        failed: (error) => logger.warn('commit failed, trying again', { partition: session.partition, error }),
      },
    });
  }

  private account(findings: Findings, { already, tally, commit, guard }: AppliedCommit): void {
    const { statistics } = this.parts;
    statistics.commits++;
    if (already) statistics.alreadyApplied++;
    statistics.add(tally);
    findings.settle(commit, guard);
  }

  /** Fills in first offsets and finds how far the bootstrap topics must be read. */
  private async positions(session: Session<S, I>): Promise<Map<string, number>> {
    const awaited = new Map<string, number>();
    for (const { event, topics = [event.topic], bootstrap } of this.definition.inputs)
      for (const topic of topics) {
        const ranges = await this.parts.engines.log.ranges(topic);
        const range = ranges.find(({ partition }) => partition === session.partition);
        if (!range) throw new Error(`topic ${topic} has no partition ${session.partition}`);
        if (!session.next.has(topic)) session.next.set(topic, range.low);
        if (bootstrap && (session.next.get(topic) ?? 0) < range.high) awaited.set(topic, range.high);
      }
    return awaited;
  }
}
