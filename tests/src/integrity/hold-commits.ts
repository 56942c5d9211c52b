import { once } from 'node:events';

import type { Commit, CommitResult } from '@roadworthy/stream';
import { RedisStateStore } from '@roadworthy/stream/redis';

/**
 * Loaded before a process of the platform, it holds commits back from SIGWINCH, which ends no process, to SIGCONT. The
 * process folds on meanwhile, so a test that freezes it then knows that it will commit stale work when it wakes.
 */
const { commit: released } = RedisStateStore.prototype;
let release: Promise<unknown> = Promise.resolve();

process.on('SIGWINCH', () => {
  release = once(process, 'SIGCONT');
  process.stdout.write('commits are held\n');
});

RedisStateStore.prototype.commit = async function (this: RedisStateStore, commit: Commit): Promise<CommitResult> {
  await release;
  return released.call(this, commit);
};
