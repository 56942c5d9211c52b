import type { FollowOptions } from '../../log/log.js';
import type { Fetch } from './record-storage.js';
import type { TopicPartition } from './topic-partition.js';

const batchRecords = 500;

/** Reads whole topics, partition by partition, and goes on as they grow. */
export class LocalFollower {
  private closed = false;
  private readonly loops: Promise<void>[] = [];
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly partitions: readonly TopicPartition[],
    private readonly options: FollowOptions,
    private readonly fetch: Fetch,
  ) {}

  start(): void {
    let behind = this.partitions.length;
    const caughtUp = (): void => {
      if (--behind === 0) this.options.onCaughtUp?.();
    };
    if (behind === 0) queueMicrotask(() => this.options.onCaughtUp?.());
    for (const partition of this.partitions) this.loops.push(this.run(partition, caughtUp));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.wakers) wake();
    await Promise.all(this.loops);
  }

  private async run(source: TopicPartition, caughtUp: () => void): Promise<void> {
    const { topic, partition, high: end } = source;
    let next = this.options.from === 'beginning' ? source.low : end;
    let behind = true;
    while (!this.closed) {
      if (behind && next >= end) {
        behind = false;
        caughtUp();
      }
      if (next >= source.high) await this.grown(source, next);
      else next = await this.pass(source, { topic, partition, next });
    }
  }

  private async pass(
    source: TopicPartition,
    { topic, partition, next }: { topic: string; partition: number; next: number },
  ): Promise<number> {
    const { high } = source;
    const records = await this.fetch({ topic, partition, offset: next, limit: batchRecords });
    const last = records.at(-1);
    if (!last) return high;
    if (!this.closed)
      await this.options.onBatch({ topic, partition, fetchedOffset: next, lastOffset: last.offset, records });
    return last.offset + 1;
  }

  private async grown(source: TopicPartition, next: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const stop = source.onAppend(() => done());
      const done = (): void => {
        stop();
        this.wakers.delete(done);
        resolve();
      };
      this.wakers.add(done);
      if (this.closed || next < source.high) done();
    });
  }
}
