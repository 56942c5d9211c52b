/** An event as it went out. */
export interface Frame {
  /** rises by one with each frame of this process */
  readonly sequence: number;
  readonly tenant: string;
  /** what it is the latest word on */
  readonly key: string;
  readonly bytes: Uint8Array;
}

export interface RingLimits {
  readonly maxFrames: number;
  readonly maxBytes: number;
}

/** The newest frames, so that a client whose connection broke goes on where it was. */
export class FrameRing {
  private readonly frames: Frame[] = [];
  private bytes = 0;
  private lastDropped = 0;

  constructor(private readonly limits: RingLimits) {}

  /** @param frame - with the sequence after the last one's */
  push(frame: Frame): void {
    this.frames.push(frame);
    this.bytes += frame.bytes.length;
    while (this.frames.length > this.limits.maxFrames || this.bytes > this.limits.maxBytes) this.drop();
  }

  /** The frames after this sequence; `undefined` when some of them are gone. */
  after(sequence: number): readonly Frame[] | undefined {
    if (sequence < this.lastDropped) return undefined;
    return this.frames.slice(sequence - this.lastDropped);
  }

  private drop(): void {
    const dropped = this.frames.shift();
    if (!dropped) return;
    this.bytes -= dropped.bytes.length;
    this.lastDropped = dropped.sequence;
  }
}
