import { Readable } from 'node:stream';

/** What a client may leave unread, bytes; beyond it, it is cut off. */
const maxWaitingBytes = 16_777_216;
const highWaterMark = 65_536;

/** A client that reads too slowly; its connection is cut, and it comes back for a snapshot. */
export class SlowClientError extends Error {
  readonly code = 'slow-client';
}

/**
 * The body of one `text/event-stream`. While its client does not read, only the latest event of each key waits, so that
 * a slow client gets fewer events and never old ones.
 */
export class EventStream extends Readable {
  private readonly waiting = new Map<string, Uint8Array>();
  private waitingBytes = 0;
  private isWanted = false;
  private isEnded = false;
  private readonly idle: (() => void)[] = [];

  constructor() {
    super({ highWaterMark });
    this.once('close', () => this.tellIdle());
  }

  send(key: string, bytes: Uint8Array): void {
    if (this.destroyed || this.isEnded) return;
    this.forget(key);
    if (this.waiting.size > 0 && this.waitingBytes + bytes.length > maxWaitingBytes) {
      this.destroy(new SlowClientError(`${this.waitingBytes} bytes wait to be read`));
      return;
    }
    this.waiting.set(key, bytes);
    this.waitingBytes += bytes.length;
    this.pass();
  }

  /** Resolves when nothing waits any more, or the client is gone. */
  async drained(): Promise<void> {
    if (this.waiting.size === 0 || this.destroyed) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** What waits is dropped: the client comes back and gets it anew. */
  end(): void {
    this.isEnded = true;
    this.waiting.clear();
    this.push(null);
  }

  override _read(): void {
    this.isWanted = true;
    this.pass();
  }

  private pass(): void {
    for (const [key, bytes] of this.waiting) {
      if (!this.isWanted) return;
      this.forget(key);
      this.isWanted = this.push(bytes);
    }
    this.tellIdle();
  }

  private forget(key: string): void {
    this.waitingBytes -= this.waiting.get(key)?.length ?? 0;
    this.waiting.delete(key);
  }

  private tellIdle(): void {
    for (const resolve of this.idle.splice(0)) resolve();
  }
}
