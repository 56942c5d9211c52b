import { randomUUID } from 'node:crypto';

import { budgetAlerts } from '@roadworthy/contracts';
import { SilentLogger } from '@roadworthy/stream';
import { KafkaLog } from '@roadworthy/stream/kafka';

import { pause, type Platform } from './platform.js';
import { type Fleet, metric } from './samples.js';

const probes = 200;
const bucketMs = 10_000;
const gapMs = 60;

export interface AlertOptions {
  readonly addresses: Readonly<Record<'KAFKA_BROKERS', string>>;
  readonly fleet: Fleet;
  /** requests of 100 samples a second, meanwhile */
  readonly perSecond: number;
  readonly scale: number;
}

/**
 * From sending the request that tips a budget to reading its alert from the topic, with load beside it. Late events of a
 * bucket that was evaluated before are evaluated at once, so the time holds no waiting for a bucket's end.
 *
 * @returns sorted, ms
 */
export async function measureAlerts(platform: Platform, options: AlertOptions): Promise<readonly number[]> {
  const { addresses, fleet, perSecond, scale } = options;
  const log = await KafkaLog.connect({
    brokers: addresses.KAFKA_BROKERS,
    clientId: `bench-${randomUUID()}`,
    logger: new SilentLogger(),
    replication: 1,
  });
  const services = Array.from({ length: Math.max(100, Math.round(probes * scale)) }, (_, i) => `probe-${i}`);
  const seen = new Map<string, number>();
  const follower = await log.follow({
    topics: [budgetAlerts.topic],
    from: 'end',
    onBatch: ({ records }) => {
      const now = performance.now();
      for (const { key = '' } of records) {
        const service = key.split('/')[1] ?? '';
        if (!seen.has(service)) seen.set(service, now);
      }
    },
  });
  for (const service of services) await platform.put(service, 'o0');
  const time = Date.now() - 3 * bucketMs;
  for (const service of services) await send(platform, { service, time, good: 10 });
  await pause(1.5 * bucketMs);
  const seconds = (services.length * gapMs) / 1000 + 4;
  const beside = platform.run({
    fleet,
    size: 100,
    requests: Math.round(perSecond * seconds),
    connections: 16,
    perSecond,
  });
  await pause(2_000);
  const sent = new Map<string, number>();
  for (const service of services) {
    sent.set(service, performance.now());
    await send(platform, { service, time: time + 1, good: 0 });
    await pause(gapMs);
  }
  await beside;
  while (services.some((service) => !seen.has(service))) await pause(20);
  await follower.close();
  await log.close();
  return services.map((service) => (seen.get(service) ?? NaN) - (sent.get(service) ?? NaN)).sort((a, b) => a - b);
}

/** @param sorted - rising. @param share - in (0, 1] */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;

async function send(
  platform: Platform,
  { service, time, good }: { service: string; time: number; good: number },
): Promise<void> {
  const body = JSON.stringify({ service, name: metric, time, good, total: 10 });
  const answer = await platform.ask(platform.ingest, '/v1/samples', { method: 'POST', body });
  if (!answer.ok) throw new Error(`${service}: ${answer.status} ${await answer.text()}`);
}
