import type { CommitLoop } from './commit-loop.js';
import type { Session } from './session.js';
import type { StormGuard } from './storm-guard.js';

/** Why a partition is not being read: each reason ends by itself. */
export type PauseReason = 'bootstrap' | 'commit' | 'storm' | 'truncated';

/** Everything that the ownership of one partition consists of while it lasts. */
export interface PartitionOwner<S, I> {
  readonly session: Session<S, I>;
  readonly commits: CommitLoop;
  readonly guard: StormGuard;
  readonly paused: Set<PauseReason>;
  /** ends of the bootstrap topics that were seen at assignment and are not reached yet */
  readonly awaited: Map<string, number>;
  readonly release: () => void;
}
