import type { GroupMember, Membership } from '../../log/log.js';
import { stickyAssignment } from '../../log/sticky-assignment.js';
import { LocalMember } from './local-member.js';
import type { Fetch } from './record-storage.js';
import type { TopicPartition } from './topic-partition.js';

/** A consumer group inside one process. Members come and go; each change shares the partitions out anew. */
export class LocalGroup {
  private readonly members = new Map<string, LocalMember>();
  private joined = 0;

  constructor(
    private readonly partitions: (topic: string) => readonly TopicPartition[],
    private readonly fetch: Fetch,
  ) {}

  join(topics: readonly string[], callbacks: GroupMember): Membership {
    const name = `member-${++this.joined}`;
    const partitions = topics.flatMap((topic) => this.partitions(topic));
    const member = new LocalMember(partitions, callbacks, this.fetch);
    this.members.set(name, member);
    this.rebalance();
    return {
      seek: (place) => member.seek(place),
      pause: (numbers, only = topics) => member.setPaused(numbers, only, true),
      resume: (numbers, only = topics) => member.setPaused(numbers, only, false),
      leave: () => this.leave(name, member),
    };
  }

  async close(): Promise<void> {
    const members = [...this.members.values()];
    this.members.clear();
    await Promise.all(members.map((member) => member.stop()));
  }

  private async leave(name: string, member: LocalMember): Promise<void> {
    if (!this.members.delete(name)) return;
    await member.stop();
    this.rebalance();
  }

  private rebalance(): void {
    if (this.members.size === 0) return;
    const claims = new Map([...this.members].map(([name, member]) => [name, member.callbacks.owned()]));
    const count = Math.max(...[...this.members.values()].map((member) => member.partitionCount));
    const owners = stickyAssignment(count, claims);
    for (const member of this.members.values()) member.callbacks.rebalancing();
    for (const [name, member] of this.members)
      member.assign(owners.flatMap((owner, partition) => (owner === name ? [partition] : [])));
  }
}
