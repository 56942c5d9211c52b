export interface ReadEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Reads an event stream over HTTP, event by event. */
export class EventReader {
  private text = '';
  /** comments that passed by */
  readonly comments: string[] = [];

  private constructor(
    readonly response: Response,
    private readonly body: ReadableStreamDefaultReader<string>,
    private readonly stop: AbortController,
  ) {}

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const stop = new AbortController();
    const response = await fetch(url, { headers, signal: stop.signal });
    if (!response.ok || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
    return new EventReader(response, response.body.pipeThrough(new TextDecoderStream()).getReader(), stop);
  }

  /** The next event; `undefined` when the stream has ended. */
  async next(): Promise<ReadEvent | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.body.read();
        if (done) return undefined;
        this.text += value;
        continue;
      }
      const lines = this.text.slice(0, end).split('\n');
      this.text = this.text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      this.comments.push(...lines.filter((line) => line.startsWith(':')));
      const data = field('data');
      if (data !== undefined) return { id: field('id'), event: field('event') ?? 'message', data: JSON.parse(data) };
    }
  }

  /** The next event of this name whose data have these members, passing over others. */
  async nextOf(name: string, members: Readonly<Record<string, unknown>> = {}): Promise<ReadEvent> {
    for (;;) {
      const read = await this.next();
      if (!read) throw new Error(`the stream ended before an event ${name} with ${JSON.stringify(members)}`);
      if (read.event === name && hasMembers(read.data, members)) return read;
    }
  }

  close(): void {
    this.stop.abort();
  }
}

const hasMembers = (data: unknown, members: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(members).every(([name, value]) => (data as Record<string, unknown>)[name] === value);
