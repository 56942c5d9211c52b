import { seededRandom } from '../random.js';

interface Batch {
  readonly key: string;
  readonly body: string;
  readonly bad: number;
  readonly total: number;
}

export interface PublisherOptions {
  readonly seed: number;
  readonly services: readonly string[];
  /** where to send now; it changes when the process behind it does */
  readonly url: () => string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A publisher that keeps count. It sends a batch again under the same key until it is acknowledged, so each of its
 * batches must count exactly once in the end, whatever was killed meanwhile.
 */
export class CountedPublisher {
  /** bad and total events that were acknowledged, by service: the brute-force count */
  readonly acknowledged = new Map<string, { bad: number; total: number }>();
  /** sends that ended without an answer: the batch may have been written or not */
  unanswered = 0;
  private readonly random: () => number;
  private readonly sent: Batch[] = [];
  private isRunning = true;
  private batches = 0;

  constructor(private readonly options: PublisherOptions) {
    this.random = seededRandom(options.seed);
  }

  /** Sends one batch after the other until `stop`. */
  async run(): Promise<void> {
    while (this.isRunning) {
      const service = this.options.services[this.batches % this.options.services.length] ?? '';
      const batch = this.batchOf(service);
      await this.untilAcknowledged(batch);
      const count = this.acknowledged.get(service) ?? { bad: 0, total: 0 };
      this.acknowledged.set(service, { bad: count.bad + batch.bad, total: count.total + batch.total });
      this.sent.push(batch);
    }
  }

  stop(): void {
    this.isRunning = false;
  }

  /** Sends the last batches once more, each with or without its key. @returns how many events they hold */
  async repeat(count: number, { keyed }: { readonly keyed: boolean }): Promise<number> {
    const batches = this.sent.slice(-count);
    for (const batch of batches) await this.untilAcknowledged(keyed ? batch : { ...batch, key: '' });
    return batches.reduce((sum, { total }) => sum + total, 0);
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
    return { key: `${this.options.seed}-${++this.batches}`, body: JSON.stringify({ samples }), bad, total };
  }

  private async untilAcknowledged({ key, body }: Batch): Promise<void> {
    for (;;) {
      try {
        const answer = await fetch(`${this.options.url()}/v1/samples`, {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/json',
            ...this.options.headers,
            ...(key !== '' && { 'idempotency-key': key }),
          },
          signal: AbortSignal.timeout(15_000),
        });
        await answer.arrayBuffer();
        if (answer.status === 202) return;
        if (answer.status < 500) throw new Error(`a good batch was refused with ${answer.status}`, { cause: answer });
      } catch (error) {
        if (error instanceof Error && error.cause instanceof Response) throw error;
        this.unanswered++;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
