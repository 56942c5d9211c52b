import { against, type Figure } from '../figure.js';
import { apart } from '../processors.js';
import { BaselineBuild } from './baseline-build.js';
import type { ChainOptions } from './chain.js';
import { Platform } from './platform.js';
import { batch, connections, fleet, objectivesEach } from './samples.js';
import { type Servers, withServers } from './servers.js';

const rounds = 5;
const peerName = 'plain build';

/** µs of CPU, round by round. */
interface Costs {
  readonly plain: number[];
  readonly single: number[];
  readonly batched: number[];
}

/**
 * What a sample costs on Kafka, and an event in the plain build. Both stand side by side and take turns, and the
 * figures are the medians of the rounds, so that what else the machine does falls on both.
 */
export async function costs(options: ChainOptions): Promise<Figure[]> {
  const { plain, single, batched } = await apart(() => withServers((servers) => measure(servers, options)));
  const peer = median(plain);
  return [
    against('chain', 'Kafka, CPU µs an event, one event a request', {
      ours: median(single),
      peer,
      peerName,
      target: 10,
    }),
    against('chain', 'Kafka, CPU µs a sample, batches of 100', { ours: median(batched), peer, peerName, target: 40 }),
  ];
}

async function measure(servers: Servers, options: ChainOptions): Promise<Costs> {
  const plain = await BaselineBuild.start(servers, fleet);
  try {
    await Platform.createTopics(servers);
    const platform = await Platform.cluster(servers);
    try {
      platform.keepApart();
      plain.keepApart();
      return await takeTurns(plain, platform, options);
    } finally {
      await platform.stop();
    }
  } finally {
    await plain.stop();
  }
}

async function takeTurns(plain: BaselineBuild, platform: Platform, { scale, say }: ChainOptions): Promise<Costs> {
  const single = (requests: number) =>
    platform.run({ fleet, size: 1, requests: Math.round(requests * scale), connections });
  const batched = (requests: number) =>
    platform.run({ fleet, size: batch, requests: Math.round(requests * scale), connections: 16 });
  await platform.define(fleet, objectivesEach);
  say('costs: warming up');
  await plain.run(Math.round(15_000 * scale));
  await single(250_000);
  await batched(5_000);
  const found: Costs = { plain: [], single: [], batched: [] };
  for (let round = 1; round <= rounds; round++) {
    found.plain.push(await plain.run(Math.round(4_000 * scale)));
    found.single.push((await single(100_000)).cpuMicros);
    found.batched.push((await batched(10_000)).cpuMicros);
    const shown = Object.entries(found).map(([name, micros]) => `${name} ${micros.at(-1)?.toFixed(1)}`);
    say(`costs: round ${round} of ${rounds}, µs: ${shown.join(', ')}`);
  }
  return found;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
