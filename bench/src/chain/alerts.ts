import { randomUUID } from 'node:crypto';

import { budgetAlerts } from '@roadworthy/contracts';
import { SilentLogger } from '@roadworthy/stream';
import { KafkaLog } from '@roadworthy/stream/kafka';

import { pause, type Platform, type Run } from './platform.js';
import { type Fleet, metric } from './samples.js';

const probes = 200;
const bucketMs = 10_000;
const gapMs = 60;
/** of the load, before the first probe and after the last */
const leadMs = 2_000;

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
  const services = Array.from({ length: Math.max(100, Math.round(probes * options.scale)) }, (_, i) => `probe-${i}`);
  const log = await KafkaLog.connect({
    brokers: options.addresses.KAFKA_BROKERS,
    clientId: `bench-${randomUUID()}`,
    logger: new SilentLogger(),
    replication: 1,
  });
  const seen = new Map<string, number>();
  const follower = await followAlerts(log, seen);
  const time = await fillBudgets(platform, services);
  const beside = loadBeside(platform, services.length, options);
  await pause(leadMs);
  const sent = await tipBudgets(platform, services, time);
  await beside;
  while (services.some((service) => !seen.has(service))) await pause(20);
  await follower.close();
  await log.close();
  return services.map((service) => (seen.get(service) ?? NaN) - (sent.get(service) ?? NaN)).sort((a, b) => a - b);
}

/** Keeps when the first alert of each service was read. @param seen - filled while it follows */
const followAlerts = (log: KafkaLog, seen: Map<string, number>) =>
  log.follow({
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

/** Sends good events to each service and waits until their bucket was evaluated. @returns their time, ms UTC */
async function fillBudgets(platform: Platform, services: readonly string[]): Promise<number> {
  for (const service of services) await platform.put(service, 'o0');
  const time = Date.now() - 3 * bucketMs;
  for (const service of services) await send(platform, { service, time, good: 10 });
  await pause(1.5 * bucketMs);
  return time;
}

/** A load that begins before the budgets are tipped and ends after it. */
function loadBeside(platform: Platform, services: number, { fleet, perSecond }: AlertOptions): Promise<Run> {
  const seconds = (services * gapMs + 2 * leadMs) / 1000;
  const requests = Math.round(perSecond * seconds);
  return platform.run({ fleet, size: 100, requests, connections: 16, perSecond });
}

/** Sends bad events to one service after the other. @returns when, by service */
async function tipBudgets(
  platform: Platform,
  services: readonly string[],
  time: number,
): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  for (const service of services) {
    sent.set(service, performance.now());
    await send(platform, { service, time: time + 1, good: 0 });
    await pause(gapMs);
  }
  return sent;
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
