import type { CommitLoop } from './commit-loop.js';
import type { Findings } from './findings.js';
import type { Session } from './session.js';

/** Why a partition is not being read: each reason ends by itself. */
export type PauseReason = 'bootstrap' | 'commit' | 'failed-record' | 'storm' | 'truncated';

/** Everything that the ownership of one partition consists of while it lasts. */
export interface PartitionOwner<S, I> {
  readonly session: Session<S, I>;
  readonly commits: CommitLoop;
  readonly findings: Findings;
  readonly paused: Set<PauseReason>;
  /** ends of the bootstrap topics that were seen at assignment and are not reached yet */
  readonly awaited: Map<string, number>;
  readonly release: () => void;
}
