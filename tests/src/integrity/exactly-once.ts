import { expect } from '@jest/globals';
import { until } from '@roadworthy/testing';

import type { PlatformProcess } from '../platform-process.js';
import type { Cluster } from './cluster.js';
import { CountedPublisher } from './counted-publisher.js';

/** Publishes to a cluster while faults are made, then holds what was counted against what was acknowledged. */
export async function expectExactlyOnce(
  cluster: Cluster,
  seed: number,
  faults: () => Promise<void>,
): Promise<CountedPublisher> {
  const { services, headers } = cluster;
  const publisher = new CountedPublisher({ seed, services, url: () => cluster.ingest.url, headers });
  const before = await cluster.counted();
  const running = publisher.run();
  await faults();
  publisher.stop();
  await running;
  const expected = Object.fromEntries(
    services.map((service) => {
      const { bad, total } = publisher.acknowledged.get(service) ?? { bad: 0, total: 0 };
      return [service, { bad: (before[service]?.bad ?? 0) + bad, total: (before[service]?.total ?? 0) + total }];
    }),
  );
  const budget = cluster.budgets.at(-1);
  const isCounted = async (): Promise<boolean> => {
    const counted = await cluster.counted(budget);
    return services.every((service) => (counted[service]?.total ?? 0) >= (expected[service]?.total ?? 0));
  };
  await until('all is counted', isCounted, 90_000);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await cluster.counted(budget)).toEqual(expected);
  return publisher;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The process of a list that a random number in [0, 1) points at. */
export const oneOf = (processes: readonly PlatformProcess[], random: number): PlatformProcess => {
  const found = processes[Math.floor(random * processes.length)];
  if (!found) throw new RangeError('there is no process to choose');
  return found;
};
