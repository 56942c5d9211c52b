import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { atLeast, atMost, type Figure, figure } from '../figure.js';
import type { ChainOptions } from './chain.js';
import { Platform } from './platform.js';
import { batch, fleet, objectivesEach } from './samples.js';

/** All services in one process, on SQLite: rates, cost and memory. */
export async function embedded({ scale, say }: ChainOptions): Promise<Figure[]> {
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
    const { residentMb } = platform.ingest;
    return [
      atLeast('chain', 'embedded, samples/s accepted and counted', { ours: full.samplesPerSecond, target: 150_000 }),
      figure('chain', 'embedded, CPU µs a sample, batches of 100', full.cpuMicros),
      atMost('chain', 'embedded, resident MB after 60 s at half load', { ours: residentMb, target: 250 }),
    ];
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
