import type { Commit, CommitResult } from '@roadworthy/stream';
import { RedisStateStore } from '@roadworthy/stream/redis';

/**
 * Loaded before a process of the platform, it takes the fence out: every commit names the epoch and the version that
 * the store has by now, so that one of a stale owner is taken too.
 */
const { commit: fenced } = RedisStateStore.prototype;

RedisStateStore.prototype.commit = async function (this: RedisStateStore, commit: Commit): Promise<CommitResult> {
  for (;;) {
    const result = await fenced.call(this, { ...commit, ...(await storedHead(this, commit)) });
    // Somebody committed or took over between the two calls.
    if (result !== 'lost' && result !== 'conflict') return result;
  }
};

async function storedHead(
  store: RedisStateStore,
  { processor, partition }: Commit,
): Promise<Pick<Commit, 'epoch' | 'version'>> {
  const head = await store['client'].hmget(`rw:{${processor}:${partition}}:head`, 'epoch', 'version');
  const [epoch, version] = head.map(Number);
  if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(version)) throw new Error(`the head holds ${head.join()}`);
  return { epoch: epoch ?? 0, version: version ?? 0 };
}
