import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Infrastructure } from '@roadworthy/tools';

import type { Figure } from '../figure.js';
import { measureAlerts, quantile } from './alerts.js';
import { measureBaseline } from './baseline-build.js';
import { Platform, type Run } from './platform.js';
import { connections, type Fleet } from './samples.js';

const bench = 'chain';
const fleet: Fleet = { services: 20, series: 20 };
const objectivesEach = 5;
const batch = 100;

type ClusterAddresses = Readonly<Record<'KAFKA_BROKERS' | 'REDIS_URL' | 'MONGO_URL', string>>;

export interface ChainOptions {
  /** scales how long each part runs; 1 is what the documents show */
  readonly scale: number;
  readonly say: (line: string) => void;
}

/** The whole way of a sample, from a request to a committed count, embedded and on Kafka, beside the plain build. */
export async function chain(options: ChainOptions): Promise<Figure[]> {
  return [...(await embedded(options)), ...(await cluster(options))];
}

async function embedded({ scale, say }: ChainOptions): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'roadworthy-bench-'));
  const platform = await Platform.embedded(folder);
  try {
    await platform.define(fleet, objectivesEach);
    say(`embedded: ${fleet.services * objectivesEach} objectives, batches of ${batch}`);
    const run = (seconds: number, perSecond?: number, rate = 150_000) =>
      platform.run({
        fleet,
        size: batch,
        requests: Math.round((rate / batch) * seconds * scale),
        connections: 16,
        ...(perSecond !== undefined && { perSecond }),
      });
    await run(3);
    const full = await run(20);
    const half = full.samplesPerSecond / 2;
    say(`embedded: ${Math.round(full.samplesPerSecond)} samples/s, now at half of it`);
    await run(60, half / batch, half);
    return [
      atLeast('embedded, samples/s accepted and counted', full.samplesPerSecond, 150_000),
      figure('embedded, CPU µs a sample, batches of 100', full.cpuMicros),
      atMost('embedded, resident MB after 60 s at half load', platform.ingest.residentMb, 250),
    ];
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cluster(options: ChainOptions): Promise<Figure[]> {
  const infrastructure = await Infrastructure.start(process.env);
  try {
    const address = (name: string): string => infrastructure.addresses.get(name) ?? '';
    const addresses = {
      KAFKA_BROKERS: address('KAFKA_BROKERS'),
      REDIS_URL: address('REDIS_URL'),
      MONGO_URL: address('MONGO_URL'),
    };
    options.say('the plain build, one event a request');
    const plain = await measureBaseline(addresses, fleet, Math.round(20_000 * options.scale));
    return clusterFigures(plain.cpuMicros, await measureCluster(addresses, options));
  } finally {
    await infrastructure.stop();
  }
}

interface ClusterRuns {
  /** one event a request */
  readonly single: Run;
  /** in batches */
  readonly full: Run;
  /** from a request to its alert, sorted, ms */
  readonly alertMs: readonly number[];
}

async function measureCluster(addresses: ClusterAddresses, { scale, say }: ChainOptions): Promise<ClusterRuns> {
  await Platform.createTopics(addresses);
  const platform = await Platform.cluster(addresses);
  try {
    await platform.define(fleet, objectivesEach);
    say('ours, one event a request');
    const one = { fleet, size: 1, connections };
    await platform.run({ ...one, requests: Math.round(20_000 * scale) });
    const single = await platform.run({ ...one, requests: Math.round(100_000 * scale) });
    say(`ours, batches of ${batch}`);
    const many = { fleet, size: batch, connections: 16 };
    await platform.run({ ...many, requests: Math.round(3_000 * scale) });
    const full = await platform.run({ ...many, requests: Math.round(30_000 * scale) });
    say('alerts at half load');
    const perSecond = full.samplesPerSecond / 2 / batch;
    return { single, full, alertMs: await measureAlerts(platform, { addresses, fleet, perSecond, scale }) };
  } finally {
    await platform.stop();
  }
}

/** @param peer - µs of CPU an event of the plain build */
function clusterFigures(peer: number, { single, full, alertMs }: ClusterRuns): Figure[] {
  return [
    against('Kafka, CPU µs an event, one event a request', { ours: single.cpuMicros, peer, target: 10 }),
    against('Kafka, CPU µs a sample, batches of 100', { ours: full.cpuMicros, peer, target: 40 }),
    atLeast('Kafka, samples/s accepted and counted', full.samplesPerSecond, 150_000),
    figure('Kafka, produce to alert at half load, p50 ms', quantile(alertMs, 0.5)),
    atMost('Kafka, produce to alert at half load, p99 ms', quantile(alertMs, 0.99), 100),
  ];
}

const figure = (metric: string, ours: number): Figure => ({ bench, metric, ours });
const atLeast = (metric: string, ours: number, target: number): Figure => ({
  bench,
  metric,
  ours,
  target,
  met: ours >= target,
});
const atMost = (metric: string, ours: number, target: number): Figure => ({
  bench,
  metric,
  ours,
  target,
  met: ours <= target,
});

function against(metric: string, { ours, peer, target }: { ours: number; peer: number; target: number }): Figure {
  const ratio = peer / ours;
  return { bench, metric, ours, peer, peerName: 'plain build', ratio, target, met: ratio >= target };
}
