/** One event of a `text/event-stream`. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads a `text/event-stream` as its text arrives, in pieces of any size. */
export class EventParser {
  private text = '';
  private event = '';
  private data: string[] = [];
  /** of the last event that was read whole */
  lastEventId: string | undefined;
  private pendingId: string | undefined;

  /** A new connection begins: what was left of the old one is void. */
  restart(): void {
    this.text = '';
    this.event = '';
    this.data = [];
    this.pendingId = undefined;
  }

  /** @returns the events that are whole now */
  push(piece: string): ServerEvent[] {
    const lines = (this.text + piece).split(/\r?\n/);
    this.text = lines.pop() ?? '';
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === '') return this.ended();
    const [, name, value = ''] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (name === 'event') this.event = value;
    else if (name === 'data') this.data.push(value);
    else if (name === 'id') this.pendingId = value;
    return [];
  }

  private ended(): ServerEvent[] {
    const { event, data } = this;
    this.event = '';
    this.data = [];
    if (data.length === 0) return [];
    this.lastEventId = this.pendingId ?? this.lastEventId;
    return [{ event: event || 'message', data: data.join('\n') }];
  }
}
