import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { ratioObjective } from '@roadworthy/testing';

import { load, type LoadResult } from '../load.js';
import { MeasuredProcess } from '../measured-process.js';
import { type Fleet, inTurn, metric, serviceOf } from './samples.js';
import type { Servers } from './servers.js';

const main = fileURLToPath(new URL('../../../apps/standalone/dist/main.js', import.meta.url));
const key = 'a-key-for-measuring';

/** Asking reads the committed state, which costs what is measured: not too often. */
const pollMs = 250;

export interface Run {
  /** µs of CPU a sample, of ingest and budget together */
  readonly cpuMicros: number;
  readonly ingestMicros: number;
  readonly samplesPerSecond: number;
  readonly result: LoadResult;
}

export interface RunOptions {
  readonly fleet: Fleet;
  /** samples a request */
  readonly size: number;
  readonly requests: number;
  readonly connections: number;
  readonly perSecond?: number;
}

/** Our processes under load: one that ingests and one that counts, or both in one. */
export class Platform {
  private readonly sent = new Map<string, number>();

  private constructor(
    readonly ingest: MeasuredProcess,
    readonly budget: MeasuredProcess,
  ) {}

  static async embedded(folder: string): Promise<Platform> {
    const one = await MeasuredProcess.start(main, {
      PORT: '0',
      RW_DATA_DIR: folder,
      RW_ROOT_KEY: key,
      RW_TELEMETRY_MS: '60000',
    });
    return new Platform(one, one);
  }

  static async cluster(addresses: Servers): Promise<Platform> {
    const environment = { ...addresses, PORT: '0', RW_ROOT_KEY: key, RW_DRAIN_MS: '0', RW_TELEMETRY_MS: '60000' };
    const [ingest, budget] = await Promise.all([
      MeasuredProcess.start(main, { ...environment, RW_ROLE: 'ingest' }),
      MeasuredProcess.start(main, { ...environment, RW_ROLE: 'budget' }),
    ]);
    return new Platform(ingest, budget);
  }

  static async createTopics(addresses: Servers): Promise<void> {
    const environment = { ...process.env, ...addresses, RW_ROOT_KEY: key, RW_ROLE: 'topics' };
    await promisify(execFile)(process.execPath, [main], { env: environment });
  }

  /** Keeps its processes together on a processor of their own. */
  keepApart(): void {
    for (const process of new Set([this.ingest, this.budget])) process.keepApart();
  }

  /** `each` objectives over each service, so that every sample counts. */
  async define({ services }: Fleet, each: number): Promise<void> {
    for (let i = 0; i < services; i++)
      for (let objective = 0; objective < each; objective++) await this.put(serviceOf(i), `o${objective}`);
  }

  async put(service: string, objective: string): Promise<void> {
    const id = `${service}.${objective}`;
    const answer = await this.ask(this.budget, `/v1/slos/${id}`, {
      method: 'PUT',
      body: ratioObjective({ service, name: objective, metric, targetPercent: 99 }),
    });
    if (!answer.ok) throw new Error(`${id}: ${answer.status} ${await answer.text()}`);
    while (!(await this.ask(this.budget, `/v1/slos/${id}/status`)).ok) await pause(20);
  }

  /** Sends, waits until all is counted, and says what it cost. @throws {Error} when sent and counted differ */
  async run({ fleet, size, requests, connections, perSecond }: RunOptions): Promise<Run> {
    const before = this.cpu();
    const started = performance.now();
    const result = await load({
      url: this.ingest.url,
      path: '/v1/samples',
      headers: { authorization: `Bearer ${key}` },
      connections,
      next: inTurn(fleet, size, requests),
      ...(perSecond !== undefined && { perSecond }),
    });
    if (result.refused > 0) throw new Error(`${result.refused} of ${requests} requests were refused`);
    for (let i = 0; i < requests; i++) this.note(serviceOf(i % fleet.services), size);
    await this.counted(fleet);
    const seconds = (performance.now() - started) / 1000;
    const after = this.cpu();
    const samples = size * requests;
    const micros = (part: 'ingest' | 'budget'): number => ((after[part] - before[part]) * 1e6) / samples;
    const ingestMicros = micros('ingest');
    const cpuMicros = this.ingest === this.budget ? ingestMicros : ingestMicros + micros('budget');
    return { cpuMicros, ingestMicros, samplesPerSecond: samples / seconds, result };
  }

  ask(process: MeasuredProcess, path: string, { method = 'GET', body }: { method?: string; body?: string } = {}) {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return fetch(`${process.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  }

  /** Counts the events of samples that a run sends beside the load. */
  note(service: string, samples: number): void {
    this.sent.set(service, (this.sent.get(service) ?? 0) + 10 * samples);
  }

  async stop(): Promise<void> {
    await Promise.all([...new Set([this.ingest, this.budget])].map((process) => process.stop()));
  }

  private async counted({ services }: Fleet): Promise<void> {
    const end = Date.now() + 120_000;
    for (let i = 0; i < services; i++) {
      const expected = this.sent.get(serviceOf(i)) ?? 0;
      for (let total = -1; total !== expected;) {
        const answer = await this.ask(this.budget, `/v1/slos/${serviceOf(i)}.o0/explain`);
        total = ((await answer.json()) as { counted: { total: number } }).counted.total;
        if (total > expected || Date.now() > end)
          throw new Error(`${serviceOf(i)}: sent ${expected}, counted ${total}`);
        if (total !== expected) await pause(pollMs);
      }
    }
  }

  private cpu(): Record<'ingest' | 'budget', number> {
    return { ingest: this.ingest.cpuSeconds, budget: this.budget.cpuSeconds };
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
