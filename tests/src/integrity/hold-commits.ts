import { once } from 'node:events';

import type { Commit, CommitResult, FetchedBatch, GroupMember, GroupOptions, Membership } from '@roadworthy/stream';
import { KafkaLog } from '@roadworthy/stream/kafka';
import { RedisStateStore } from '@roadworthy/stream/redis';

/**
 * Loaded before a process of the platform, it holds commits back from SIGWINCH, which ends no process, to SIGCONT. The
 * process folds on meanwhile and says so, so a test that freezes it then knows that it will commit stale work when it
 * wakes.
 */
const { commit: released } = RedisStateStore.prototype;
const { join: quiet } = KafkaLog.prototype;
let release: Promise<unknown> = Promise.resolve();

process.on('SIGWINCH', () => {
  release = once(process, 'SIGCONT');
  process.stdout.write('commits are held\n');
});

RedisStateStore.prototype.commit = async function (this: RedisStateStore, commit: Commit): Promise<CommitResult> {
  await release;
  return released.call(this, commit);
};

KafkaLog.prototype.join = function (this: KafkaLog, options: GroupOptions, member: GroupMember): Promise<Membership> {
  const batch = async (fetched: FetchedBatch): Promise<boolean> => {
    const isFolded = await member.batch(fetched);
    if (isFolded) process.stdout.write(`folded ${fetched.records.length} of ${fetched.topic}\n`);
    return isFolded;
  };
  const telling = new Proxy(member, {
    get: (target, name) => {
      if (name === 'batch') return batch;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return quiet.call(this, options, telling);
};
