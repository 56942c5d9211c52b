import { createHash } from 'node:crypto';

/** Rendezvous score of a member for a partition: who has the highest gets it when nothing else decides. */
const score = (member: string, partition: number): number =>
  createHash('sha1').update(`${member}#${partition}`).digest().readUInt32BE(0);

/**
 * Shares partitions among the members of a group: everybody keeps what it claims as far as the shares stay within one
 * of each other, so that a change of members moves as few partitions as possible.
 *
 * @param partitions - how many, `>= 0`
 * @param claims - what each member works on now; members without claims have an empty list; at least one member
 * @returns the owner of each partition, by number
 */
export function stickyAssignment(partitions: number, claims: ReadonlyMap<string, readonly number[]>): string[] {
  const members = [...claims.keys()].sort();
  const owners = claimed(partitions, claims);
  const load = (member: string): number => owners.filter((owner) => owner === member).length;
  const quotas = shares(partitions, members, load);
  for (const member of members) shed(owners, member, load(member) - (quotas.get(member) ?? 0));
  return owners.map((owner, partition) => {
    if (owner !== undefined) return owner;
    const free = members.filter((member) => load(member) < (quotas.get(member) ?? 0));
    const taker = best(free, partition);
    owners[partition] = taker;
    return taker;
  });
}

function claimed(partitions: number, claims: ReadonlyMap<string, readonly number[]>): (string | undefined)[] {
  return Array.from({ length: partitions }, (_, partition) => {
    const claimants = [...claims].filter(([, owned]) => owned.includes(partition)).map(([member]) => member);
    return claimants.length > 0 ? best(claimants, partition) : undefined;
  });
}

const best = (members: readonly string[], partition: number): string =>
  [...members].sort((a, b) => score(b, partition) - score(a, partition) || (a < b ? -1 : 1))[0] ?? '';

/** Equal shares; the odd ones go to those who hold the most, so that least moves. */
function shares(
  partitions: number,
  members: readonly string[],
  load: (member: string) => number,
): ReadonlyMap<string, number> {
  const least = Math.floor(partitions / members.length);
  const byLoad = [...members].sort((a, b) => load(b) - load(a) || (a < b ? -1 : 1));
  return new Map(byLoad.map((member, rank) => [member, least + (rank < partitions % members.length ? 1 : 0)]));
}

function shed(owners: (string | undefined)[], member: string, surplus: number): void {
  const mine = owners.flatMap((owner, partition) => (owner === member ? [partition] : []));
  mine.sort((a, b) => score(member, a) - score(member, b));
  for (const partition of mine.slice(0, Math.max(0, surplus))) owners[partition] = undefined;
}
