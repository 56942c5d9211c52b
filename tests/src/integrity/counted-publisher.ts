import { until } from '@roadworthy/testing';

import { seededRandom } from '../random.js';
import type { Totals } from './counted-totals.js';
import { pause } from './pause.js';
import { postSamples } from './post-samples.js';

interface Batch extends Totals {
  readonly key: string;
  readonly service: string;
  readonly body: string;
}

export interface PublisherOptions {
  readonly seed: number;
  readonly services: readonly string[];
  /** where to send now; it changes when the process behind it does */
  readonly url: () => string;
  readonly headers?: Readonly<Record<string, string>>;
}

const keptBatches = 100;
const retryMs = 20;

/**
 * A publisher that keeps count. It sends a batch again under the same key until it is acknowledged, so each of its
 * batches must count exactly once in the end, whatever was killed meanwhile.
 */
export class CountedPublisher {
  /** bad and total events that were acknowledged, by service: the brute-force count */
  readonly acknowledged = new Map<string, Totals>();
  /** batches that were acknowledged */
  batches = 0;
  /** sends that ended without an answer: the batch may have been written or not */
  unanswered = 0;
  private readonly random: () => number;
  private readonly latest: Batch[] = [];
  private isRunning = true;

  constructor(private readonly options: PublisherOptions) {
    this.random = seededRandom(options.seed);
  }

  /** Sends one batch after the other, to each service in turn, until `stop`. */
  async run(): Promise<void> {
    while (this.isRunning) await this.sendOne();
  }

  stop(): void {
    this.isRunning = false;
  }

  /** Sends one batch to each service. Only when it does not run. */
  async sendRound(): Promise<void> {
    for (let i = 0; i < this.options.services.length; i++) await this.sendOne();
  }

  /** Waits, while it runs, until each service had so many more batches acknowledged. */
  async rounds(count: number): Promise<void> {
    const goal = this.batches + count * this.options.services.length;
    await until(`${goal} batches are acknowledged`, async () => this.batches >= goal, 120_000);
  }

  /** Sends the latest batches once more, each with or without its key. @returns how many events they hold */
  async repeat(count: number, { keyed }: { readonly keyed: boolean }): Promise<number> {
    const batches = this.latest.slice(-count);
    for (const batch of batches) await this.untilAcknowledged(batch.body, keyed ? batch.key : undefined);
    return batches.reduce((sum, { total }) => sum + total, 0);
  }

  private async sendOne(): Promise<void> {
    const { services } = this.options;
    const batch = this.batchOf(services[this.batches % services.length] ?? '');
    await this.untilAcknowledged(batch.body, batch.key);
    this.batches++;
    const count = this.acknowledged.get(batch.service) ?? { bad: 0, total: 0 };
    this.acknowledged.set(batch.service, { bad: count.bad + batch.bad, total: count.total + batch.total });
    this.latest.push(batch);
    if (this.latest.length > keptBatches) this.latest.shift();
  }

  private batchOf(service: string): Batch {
    const time = Date.now();
    let bad = 0;
    let total = 0;
    const samples = Array.from({ length: 20 }, (_, i) => {
      const all = Math.floor(this.random() * 10);
      const good = Math.floor(this.random() * (all + 1));
      bad += all - good;
      total += all;
      return { service, name: 'requests', time, good, total: all, labels: { route: `/${i % 5}` } };
    });
    return { key: `${this.options.seed}-${this.batches}`, service, body: JSON.stringify({ samples }), bad, total };
  }

  /** @throws {Error} when the batch is refused, which no fault excuses */
  private async untilAcknowledged(body: string, key: string | undefined): Promise<void> {
    for (;;) {
      const status = await this.send(body, key);
      if (status === 202) return;
      if (status !== undefined && status < 500) throw new Error(`a good batch was refused with ${status}`);
      await pause(retryMs);
    }
  }

  private async send(body: string, key: string | undefined): Promise<number | undefined> {
    const { url, headers = {} } = this.options;
    try {
      return await postSamples(url(), { body, key, headers });
    } catch {
      this.unanswered++;
      return undefined;
    }
  }
}
