import { atLeast, atMost, type Figure, figure } from '../figure.js';
import { measureAlerts, quantile } from './alerts.js';
import type { ChainOptions } from './chain.js';
import { Platform } from './platform.js';
import { batch, fleet, objectivesEach } from './samples.js';
import { type Servers, withServers } from './servers.js';

interface Rates {
  readonly samplesPerSecond: number;
  /** from a request to its alert, sorted, ms */
  readonly alertMs: readonly number[];
}

/** How many samples a second the services on Kafka take, and how soon an alert follows at half of that. */
export async function rates(options: ChainOptions): Promise<Figure[]> {
  const { samplesPerSecond, alertMs } = await withServers((servers) => measure(servers, options));
  const p99 = quantile(alertMs, 0.99);
  return [
    atLeast('chain', 'Kafka, samples/s accepted and counted', { ours: samplesPerSecond, target: 150_000 }),
    figure('chain', 'Kafka, produce to alert at half load, p50 ms', quantile(alertMs, 0.5)),
    atMost('chain', 'Kafka, produce to alert at half load, p99 ms', { ours: p99, target: 100 }),
  ];
}

async function measure(servers: Servers, { scale, say }: ChainOptions): Promise<Rates> {
  await Platform.createTopics(servers);
  const platform = await Platform.cluster(servers);
  try {
    await platform.define(fleet, objectivesEach);
    say(`rates: batches of ${batch}`);
    const run = (requests: number) =>
      platform.run({ fleet, size: batch, requests: Math.round(requests * scale), connections: 16 });
    await run(3_000);
    const { samplesPerSecond } = await run(30_000);
    say(`rates: ${Math.round(samplesPerSecond)} samples/s, now alerts at half of it`);
    const perSecond = samplesPerSecond / 2 / batch;
    return {
      samplesPerSecond,
      alertMs: await measureAlerts(platform, { addresses: servers, fleet, perSecond, scale }),
    };
  } finally {
    await platform.stop();
  }
}
