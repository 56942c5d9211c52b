interface Entry {
  /** the number that it proves */
  readonly source: string;
  readonly proof: string;
}

/** What the evidence line shows: the proof of the number that is pointed at, else of the one that has the focus. */
export class EvidenceLine {
  private pointed: Entry | undefined;
  private focused: Entry | undefined;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = (): string | undefined => (this.pointed ?? this.focused)?.proof;

  point(source: string, proof: string): void {
    this.pointed = { source, proof };
    this.tell();
  }

  focus(source: string, proof: string): void {
    this.focused = { source, proof };
    this.tell();
  }

  /** The pointer or the focus left the number. */
  leave(kind: 'pointed' | 'focused', source: string): void {
    if (this[kind]?.source !== source) return;
    this[kind] = undefined;
    this.tell();
  }

  /** The number changed: its proof does too, while it is shown. */
  renew(source: string, proof: string): void {
    for (const kind of ['pointed', 'focused'] as const)
      if (this[kind]?.source === source && this[kind].proof !== proof) {
        this[kind] = { source, proof };
        this.tell();
      }
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
