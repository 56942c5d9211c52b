import type { Commit, CommitResult, OutboxRow, StateStore } from '../state-store/state-store.js';
import type { Clock } from './clock.js';

/** What is committed: a session, seen from here. */
export interface Committable {
  live: boolean;
  version: number;
  readonly epoch: number;
  readonly hasEvents: boolean;
  takeChanges(now: number): Commit | undefined;
}

export interface CommitListener {
  applied(outcome: { readonly already: boolean; readonly row: OutboxRow | undefined }): void;
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
    const commit = this.session.takeChanges(this.options.clock.now());
    if (!commit) return;
    this.busy = true;
    this.running = this.run(commit);
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

  private async run(commit: Commit): Promise<void> {
    const result = await this.write(commit);
    const { clock, listener } = this.options;
    this.last = clock.now();
    this.busy = false;
    if (!this.session.live || result === undefined) return;
    if (result !== 'applied' && result !== 'already-applied') return listener.refused(result);
    this.session.version = commit.version + 1;
    const { outbox: row, epoch } = commit;
    listener.applied({
      already: result === 'already-applied',
      row: row === undefined ? undefined : { epoch, version: commit.version + 1, row },
    });
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
