import type { Commit, CommitResult, OutboxRow, StateStore } from '../state-store/state-store.js';
import type { Clock } from './clock.js';
import type { StormGuard } from './storm-guard.js';
import type { Tally } from './tally.js';

/** A commit on its way, and what is true once it is applied. */
export interface TakenChanges {
  readonly commit: Commit;
  readonly tally: Tally;
  readonly guard: StormGuard;
}

/** What is committed: a session, seen from here. */
export interface Committable {
  live: boolean;
  version: number;
  readonly epoch: number;
  readonly hasEvents: boolean;
  takeChanges(now: number): TakenChanges | undefined;
}

export interface AppliedCommit extends TakenChanges {
  /** it arrived before, as after a resend */
  readonly already: boolean;
  readonly row: OutboxRow | undefined;
}

export interface CommitListener {
  /** Also told of a session that was given up meanwhile. */
  applied(outcome: AppliedCommit): void;
  refused(result: CommitResult): void;
  failed(error: unknown): void;
}

export interface CommitTiming {
  /** the longest that a change waits, ms */
  readonly commitMs: number;
  /** the shortest time between two commits that carry events, ms */
  readonly publishMs: number;
}

const retryMs = 200;

/** Commits one session's changes, one commit in flight: soon when something is to be published, else in groups. */
export class CommitLoop {
  busy = false;
  private running: Promise<void> = Promise.resolve();
  private cancel: (() => void) | undefined;
  private scheduledFor = Infinity;
  private last = 0;

  constructor(
    private readonly store: StateStore,
    private readonly session: Committable,
    private readonly options: {
      readonly clock: Clock;
      readonly timing: CommitTiming;
      readonly listener: CommitListener;
    },
  ) {}

  /** Something changed: commit it when its time has come. */
  touch(): void {
    const { clock, timing } = this.options;
    const now = clock.now();
    const wait = this.session.hasEvents ? Math.max(0, this.last + timing.publishMs - now) : timing.commitMs;
    if (now + wait >= this.scheduledFor) return;
    this.cancel?.();
    this.scheduledFor = now + wait;
    this.cancel = clock.at(now + wait, () => this.flush());
  }

  /** Starts a commit unless one is under way; what changes meanwhile is committed right after it. */
  flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.scheduledFor = Infinity;
    if (this.busy || !this.session.live) return;
    const taken = this.session.takeChanges(this.options.clock.now());
    if (!taken) return;
    this.busy = true;
    this.running = this.run(taken);
  }

  /** Commits all that there is. */
  async drain(): Promise<void> {
    await this.running;
    this.flush();
    await this.running;
  }

  stop(): void {
    this.cancel?.();
    this.scheduledFor = Infinity;
  }

  /** Resolves when what became of the commit under way is known. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(taken: TakenChanges): Promise<void> {
    const { commit } = taken;
    const result = await this.write(commit);
    const { clock, listener } = this.options;
    this.last = clock.now();
    this.busy = false;
    if (result === undefined) return;
    if (result !== 'applied' && result !== 'already-applied') {
      if (this.session.live) listener.refused(result);
      return;
    }
    this.session.version = commit.version + 1;
    listener.applied({ ...taken, already: result === 'already-applied', row: rowOf(commit) });
  }

  private async write(commit: Commit): Promise<CommitResult | undefined> {
    while (this.session.live) {
      try {
        return await this.store.commit(commit);
      } catch (error) {
        this.options.listener.failed(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    return undefined;
  }
}

const rowOf = ({ outbox: row, epoch, version }: Commit): OutboxRow | undefined =>
  row === undefined ? undefined : { epoch, version: version + 1, row };
