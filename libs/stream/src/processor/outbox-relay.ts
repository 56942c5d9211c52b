import type { Log } from '../log/log.js';
import type { OutboxRow, StateStore } from '../state-store/state-store.js';
import { recordsOfRow } from './outbox.js';

const rowsPerSend = 50;
const retryMs = 200;

interface Queue {
  readonly partition: number;
  readonly isLive: () => boolean;
  rows: OutboxRow[];
}

/** Sends committed events in order, one send in flight for all partitions, and trims what was sent. */
export class OutboxRelay {
  relayed = 0;
  private readonly queues = new Set<Queue>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly log: Log,
    private readonly store: StateStore,
    private readonly processor: string,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** @returns adds committed rows of this owner of the partition */
  queue(partition: number, isLive: () => boolean): (rows: readonly OutboxRow[]) => void {
    const queue: Queue = { partition, isLive, rows: [] };
    return (rows) => {
      if (rows.length === 0) return;
      queue.rows.push(...rows);
      this.queues.add(queue);
      this.running ??= this.run();
    };
  }

  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    await Promise.resolve();
    for (let taken = this.take(); taken.length > 0; taken = this.take()) await this.send(taken);
    this.running = undefined;
  }

  private take(): { partition: number; rows: OutboxRow[] }[] {
    const taken = [];
    for (const queue of this.queues) {
      if (queue.isLive()) taken.push({ partition: queue.partition, rows: queue.rows.splice(0, rowsPerSend) });
      if (queue.rows.length === 0 || !queue.isLive()) this.queues.delete(queue);
    }
    return taken;
  }

  private async send(taken: readonly { partition: number; rows: readonly OutboxRow[] }[]): Promise<void> {
    const { processor } = this;
    const records = taken.flatMap(({ partition, rows }) =>
      rows.flatMap((row) => recordsOfRow(row, `/${processor}/${partition}`)),
    );
    await this.forever(() => this.log.append(records));
    this.relayed += records.length;
    for (const { partition, rows } of taken) {
      const upTo = rows.at(-1);
      if (upTo) await this.forever(() => this.store.trim({ processor, partition }, upTo));
    }
  }

  private async forever(action: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        this.failed(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }
}
