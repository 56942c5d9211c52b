import type { Admin, Kafka } from 'kafkajs';

import { sessionTimeoutMs } from './kafka-member.js';

const pollMs = 200;
const graceMs = 2_000;

/**
 * Waits until the group has given up an earlier run of this process that ended without leaving. Joining before that
 * would make the whole group wait for the dead member: 5 s instead of 50 ms.
 */
export async function outlivePredecessor(kafka: Kafka, group: string, clientId: string): Promise<void> {
  const admin = kafka.admin();
  const end = Date.now() + sessionTimeoutMs + graceMs;
  try {
    await admin.connect();
    while ((await isMember(admin, group, clientId)) && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, pollMs));
  } finally {
    await admin.disconnect();
  }
}

async function isMember(admin: Admin, group: string, clientId: string): Promise<boolean> {
  const { groups } = await admin.describeGroups([group]);
  return groups.some(({ members }) => members.some((member) => member.clientId === clientId));
}
