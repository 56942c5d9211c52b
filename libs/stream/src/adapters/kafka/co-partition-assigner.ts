import kafkajs, { type Assigner, type Cluster, type GroupMember, type PartitionAssigner } from 'kafkajs';

import { stickyAssignment } from '../../log/sticky-assignment.js';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const name = 'roadworthy-co-partition';
const version = 1;
const nothing = Buffer.alloc(0);

/** What a member asks for. */
interface Claim {
  readonly memberId: string;
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
    name,
    version,
    protocol: ({ topics }) => {
      const userData = Buffer.from(JSON.stringify({ owned: owned() }));
      return { name, metadata: MemberMetadata.encode({ version, topics: [...topics].sort(), userData }) };
    },
    assign: async ({ members }) => {
      const claims = members.map(claimOf);
      // Each member's own topics: during a rolling upgrade the list of who leads lacks the new ones.
      const counts = await partitionCounts(cluster, [...new Set(claims.flatMap(({ topics }) => [...topics]))]);
      const owners = stickyAssignment(
        Math.max(0, ...counts.values()),
        new Map(claims.map((claim) => [claim.memberId, claim.owned])),
      );
      return claims.map((claim) => {
        const assignment = shareOf(claim, owners, counts);
        const memberAssignment = MemberAssignment.encode({ version, assignment, userData: nothing });
        return { memberId: claim.memberId, memberAssignment };
      });
    },
  });

async function partitionCounts(cluster: Cluster, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  await cluster.addMultipleTargetTopics([...topics]);
  return new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]));
}

function claimOf({ memberId, memberMetadata }: GroupMember): Claim {
  const metadata = MemberMetadata.decode(memberMetadata);
  return { memberId, topics: new Set(metadata?.topics), owned: ownedOf(metadata?.userData) };
}

function ownedOf(userData: Buffer | undefined): readonly number[] {
  if (!userData?.length) return [];
  const claim: unknown = JSON.parse(userData.toString());
  if (typeof claim !== 'object' || claim === null || !('owned' in claim) || !Array.isArray(claim.owned)) return [];
  return claim.owned.filter((partition) => Number.isInteger(partition));
}

function shareOf(
  { memberId, topics }: Claim,
  owners: readonly string[],
  counts: ReadonlyMap<string, number>,
): Record<string, number[]> {
  const mine = owners.flatMap((owner, partition) => (owner === memberId ? [partition] : []));
  return Object.fromEntries(
    [...counts]
      .filter(([topic]) => topics.has(topic))
      .map(([topic, count]) => [topic, mine.filter((partition) => partition < count)]),
  );
}
