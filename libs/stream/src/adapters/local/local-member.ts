import type { GroupMember } from '../../log/log.js';
import type { Fetch } from './record-storage.js';
import type { TopicPartition } from './topic-partition.js';

const batchRecords = 500;
const heartbeatMs = 500;

interface Position {
  readonly source: TopicPartition;
  next: number;
  paused: boolean;
  /** the batch there was not taken: it waits for a seek */
  refused: boolean;
  /** rises with each seek, so that a batch fetched before it is not resolved after it */
  seeks: number;
}

/** One member's share of a group: fetches what is not paused, one batch at a time, in turn over its partitions. */
export class LocalMember {
  private positions: Position[] = [];
  private stopped = false;
  private wake: () => void = () => {};
  private readonly listeners: (() => void)[] = [];
  private readonly heart: NodeJS.Timeout;
  private running: Promise<void> | undefined;

  constructor(
    private readonly partitions: readonly TopicPartition[],
    readonly callbacks: GroupMember,
    private readonly fetch: Fetch,
  ) {
    this.heart = setInterval(() => this.callbacks.heartbeat(), heartbeatMs).unref();
  }

  get partitionCount(): number {
    return Math.max(0, ...this.partitions.map(({ partition }) => partition + 1));
  }

  assign(numbers: readonly number[]): void {
    const mine = new Set(numbers);
    this.unlisten();
    this.positions = this.partitions
      .filter(({ partition }) => mine.has(partition))
      .map((source) => ({ source, next: source.low, paused: true, refused: false, seeks: 0 }));
    for (const { source } of this.positions) this.listeners.push(source.onAppend(() => this.wake()));
    this.callbacks.assigned(numbers);
    this.running ??= this.run();
  }

  seek({ topic, partition, offset }: { topic: string; partition: number; offset: number }): void {
    const position = this.positions.find(({ source }) => source.topic === topic && source.partition === partition);
    if (!position) return;
    position.next = offset;
    position.refused = false;
    position.seeks++;
    this.wake();
  }

  setPaused(numbers: readonly number[], topics: readonly string[], paused: boolean): void {
    for (const position of this.positions)
      if (numbers.includes(position.source.partition) && topics.includes(position.source.topic))
        position.paused = paused;
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.heart);
    this.unlisten();
    this.wake();
    await this.running;
  }

  private unlisten(): void {
    for (const stop of this.listeners.splice(0)) stop();
  }

  private async run(): Promise<void> {
    try {
      while (!this.stopped) {
        const woken = new Promise<void>((resolve) => (this.wake = resolve));
        if (!(await this.round())) await woken;
      }
    } catch (error) {
      this.callbacks.failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** @returns whether any partition moved on */
  private async round(): Promise<boolean> {
    let moved = false;
    for (const position of this.positions) {
      if (this.stopped) return false;
      if (position.paused || position.refused || position.next >= position.source.high) continue;
      if (await this.deliver(position)) moved = true;
    }
    return moved;
  }

  private async deliver(position: Position): Promise<boolean> {
    const { source, next, seeks } = position;
    const { topic, partition } = source;
    const stale = (): boolean => position.seeks !== seeks || position.paused || !this.positions.includes(position);
    const records = await this.fetch({ topic, partition, offset: next, limit: batchRecords });
    if (stale() || this.stopped) return true;
    const last = records.at(-1);
    if (!last) return this.skip(position);
    const taken = await this.callbacks.batch({
      topic,
      partition,
      fetchedOffset: next,
      lastOffset: last.offset,
      records,
    });
    if (position.seeks === seeks) {
      position.refused = !taken;
      if (taken) position.next = last.offset + 1;
    }
    this.callbacks.heartbeat();
    return true;
  }

  private skip(position: Position): boolean {
    const { topic, partition, high } = position.source;
    position.next = high;
    this.callbacks.skipped({ topic, partition, next: high });
    return true;
  }
}
