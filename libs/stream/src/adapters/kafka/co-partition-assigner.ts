import kafkajs, { type Assigner, type GroupMember, type PartitionAssigner } from 'kafkajs';

import { stickyAssignment } from '../../log/sticky-assignment.js';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const version = 1;

interface Claim {
  readonly topics: ReadonlySet<string>;
  /** partitions that the member works on */
  readonly owned: readonly number[];
}

/**
 * Gives partition n of every topic to the same member, and to the one that has it already where the shares allow.
 *
 * @param owned - the partitions that this member works on now, sent along so that whoever leads can leave them there
 */
export const coPartitionAssigner =
  (owned: () => readonly number[]): PartitionAssigner =>
  ({ cluster }): Assigner => ({
    name: 'roadworthy-co-partition',
    version,
    protocol({ topics }) {
      const userData = Buffer.from(JSON.stringify({ owned: owned() }));
      return { name: this.name, metadata: MemberMetadata.encode({ version, topics: topics.toSorted(), userData }) };
    },
    async assign({ members }) {
      const claims = new Map(members.map((member) => [member.memberId, claimOf(member)]));
      // Each member's own topics: during a rolling upgrade the leader's list may lack new ones.
      const topics = [...new Set([...claims.values()].flatMap((claim) => [...claim.topics]))].sort();
      await cluster.addMultipleTargetTopics?.(topics);
      const counts = new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]));
      const owners = stickyAssignment(
        Math.max(0, ...counts.values()),
        new Map([...claims].map(([id, claim]) => [id, claim.owned])),
      );
      return members.map(({ memberId }) => {
        const assignment = assignmentOf({ memberId, owners, counts, topics: claims.get(memberId)?.topics });
        return {
          memberId,
          memberAssignment: MemberAssignment.encode({ version, assignment, userData: Buffer.alloc(0) }),
        };
      });
    },
  });

function claimOf({ memberMetadata }: GroupMember): Claim {
  const decoded = MemberMetadata.decode(memberMetadata);
  return { topics: new Set(decoded?.topics), owned: ownedOf(decoded?.userData) };
}

function ownedOf(userData: Buffer | undefined): readonly number[] {
  if (!userData?.length) return [];
  const { owned } = JSON.parse(userData.toString()) as { owned?: unknown };
  return Array.isArray(owned) ? owned.filter((partition) => Number.isInteger(partition)) : [];
}

interface Share {
  readonly memberId: string;
  readonly owners: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly topics: ReadonlySet<string> | undefined;
}

function assignmentOf({ memberId, owners, counts, topics }: Share): Record<string, number[]> {
  const mine = owners.flatMap((owner, partition) => (owner === memberId ? [partition] : []));
  return Object.fromEntries(
    [...counts]
      .filter(([topic]) => topics?.has(topic))
      .map(([topic, count]) => [topic, mine.filter((partition) => partition < count)]),
  );
}
