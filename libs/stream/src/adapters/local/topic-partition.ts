import type { LogRecord } from '../../log/log.js';

const tailRecords = 64;

/** One partition as its process sees it: the durable range, and the newest records still in memory. */
export class TopicPartition {
  private tail: LogRecord[] = [];
  private nextOffset: number;
  private readonly waiting = new Set<() => void>();

  constructor(
    readonly topic: string,
    readonly partition: number,
    private range: { low: number; high: number },
  ) {
    this.nextOffset = range.high;
  }

  get low(): number {
    return this.range.low;
  }

  /** One after the last durable record. */
  get high(): number {
    return this.range.high;
  }

  /** Takes the next offset; the record becomes visible with `publish`. */
  reserve(): number {
    return this.nextOffset++;
  }

  publish(records: readonly LogRecord[]): void {
    const last = records.at(-1);
    if (!last) return;
    this.tail.push(...records);
    if (this.tail.length > 2 * tailRecords) this.tail = this.tail.slice(-tailRecords);
    this.range.high = last.offset + 1;
    for (const wake of [...this.waiting]) wake();
  }

  trimmed(low: number): void {
    this.range.low = Math.max(this.range.low, low);
    this.tail = this.tail.filter(({ offset }) => offset >= low);
  }

  /** @returns the records from `offset` on when they are all in memory, else `undefined` */
  fromTail(offset: number, limit: number): readonly LogRecord[] | undefined {
    const first = this.tail[0];
    if (offset >= this.range.high) return [];
    if (!first || first.offset > offset) return undefined;
    const from = lowerBound(this.tail, offset);
    return this.tail.slice(from, from + limit);
  }

  /** Calls `wake` at every append until the returned function is called. */
  onAppend(wake: () => void): () => void {
    this.waiting.add(wake);
    return () => this.waiting.delete(wake);
  }
}

function lowerBound(records: readonly LogRecord[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.offset ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
