import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export interface LoadOptions {
  /** of the server, without a path */
  readonly url: string;
  readonly path: string;
  readonly connections: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** the next body to send; `undefined` ends the load */
  readonly next: () => string | undefined;
  /** requests a second, as many as it takes unless given */
  readonly perSecond?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly refused: number;
  readonly seconds: number;
}

/** Sends requests over kept connections, one at a time on each; as cheap as it can be, since it shares the machine. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const started = performance.now();
  const counts = { requests: 0, refused: 0 };
  const pace = pacer(options.perSecond, started);
  await Promise.all(Array.from({ length: options.connections }, () => connection(options, counts, pace)));
  return { ...counts, seconds: (performance.now() - started) / 1000 };
}

/** @returns when the next request may go, as ms to wait */
function pacer(perSecond: number | undefined, started: number): () => number {
  if (perSecond === undefined) return () => 0;
  let sent = 0;
  return () => started + (sent++ * 1000) / perSecond - performance.now();
}

async function connection(
  options: LoadOptions,
  counts: { requests: number; refused: number },
  pace: () => number,
): Promise<void> {
  const { hostname, port } = new URL(options.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const answers = new Answers(socket);
  for (let body = options.next(); body !== undefined; body = options.next()) {
    const waitMs = pace();
    if (waitMs > 1) await setTimeout(waitMs);
    socket.write(requestOf(options, body));
    const status = await answers.next();
    counts.requests++;
    if (status >= 300) counts.refused++;
  }
  socket.destroy();
}

function requestOf({ path, headers = {} }: LoadOptions, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${lines.join('')}content-length: ${length}\r\n\r\n${body}`;
}

/** Reads answers with a content length, one after the other. */
class Answers {
  private text = '';
  private wake: () => void = () => {};
  private failure: Error | undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1');
      this.wake();
    });
    socket.on('error', (error) => {
      this.failure = error;
      this.wake();
    });
  }

  /** @returns the status of the next answer */
  async next(): Promise<number> {
    for (;;) {
      const end = this.text.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = this.text.slice(0, end);
        const size = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (this.text.length >= size) {
          this.text = this.text.slice(size);
          return Number(head.slice(9, 12));
        }
      }
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
