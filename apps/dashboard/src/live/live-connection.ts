import { EventParser, type ServerEvent } from './event-parser.js';

/** How it stands with the server. Times are ms UTC, our own clock. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly since: number; readonly why: string }
  | { readonly kind: 'denied' };

export interface ConnectionParts {
  readonly fetch: (path: string, options: RequestInit) => Promise<Response>;
  readonly now: () => number;
  /** Resolves after so long, or when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onEvents: (events: readonly ServerEvent[]) => void;
  readonly onState: (state: ConnectionState) => void;
}

const path = '/v1/live';
const firstRetryMs = 1_000;
const longestRetryMs = 15_000;
/** The server says every 15 s that it is there. */
const silenceMs = 40_000;

type Outcome = { readonly kind: 'denied' } | { readonly kind: 'ended'; readonly why: string };

/** Keeps one event stream open: comes back when it breaks, where it was; waits when the server wants a key. */
export class LiveConnection {
  private readonly parser = new EventParser();
  private readonly stopping = new AbortController();
  private waiting = new AbortController();
  private lostSince: number | undefined;
  private failures = 0;

  constructor(private readonly parts: ConnectionParts) {}

  /** Resolves when it was stopped. */
  async run(): Promise<void> {
    const { onState, now, pause } = this.parts;
    onState({ kind: 'connecting' });
    while (!this.stopping.signal.aborted) {
      const outcome = await this.connect();
      this.waiting = new AbortController();
      const signal = AbortSignal.any([this.waiting.signal, this.stopping.signal]);
      if (this.stopping.signal.aborted) return;
      if (outcome.kind === 'denied') {
        onState({ kind: 'denied' });
        await pause(Infinity, signal);
      } else {
        this.lostSince ??= now();
        onState({ kind: 'lost', since: this.lostSince, why: outcome.why });
        await pause(Math.min(firstRetryMs * 2 ** this.failures++, longestRetryMs), signal);
      }
    }
  }

  /** Tries again without waiting any longer. */
  retry(): void {
    this.failures = 0;
    this.waiting.abort();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async connect(): Promise<Outcome> {
    const silent = new AbortController();
    const signal = AbortSignal.any([silent.signal, this.stopping.signal]);
    const { lastEventId } = this.parser;
    this.parser.restart();
    const headers = { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    try {
      const response = await this.parts.fetch(path, { headers, signal, cache: 'no-store' });
      if (response.status === 401) return { kind: 'denied' };
      if (!response.ok || !response.body) return { kind: 'ended', why: await reasonOf(response) };
      await this.read(response.body, silent);
      return { kind: 'ended', why: 'the server ended the connection' };
    } catch (error) {
      const why = silent.signal.aborted ? 'the server fell silent' : 'the server does not answer';
      return { kind: 'ended', why: error instanceof SyntaxError ? 'the server sent what is not JSON' : why };
    }
  }

  private async read(body: ReadableStream<Uint8Array>, silent: AbortController): Promise<void> {
    const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
    for (;;) {
      const heard = new AbortController();
      void this.parts.pause(silenceMs, heard.signal).then(() => {
        if (!heard.signal.aborted) silent.abort();
      });
      const { value, done } = await reader.read().finally(() => heard.abort());
      if (done) return;
      const events = this.parser.push(value);
      if (events.length > 0) this.parts.onEvents(events);
      this.isLive();
    }
  }

  private isLive(): void {
    this.lostSince = undefined;
    this.failures = 0;
    this.parts.onState({ kind: 'live' });
  }
}

async function reasonOf(response: Response): Promise<string> {
  const problem: unknown = await response.json().catch(() => undefined);
  const { detail } = (problem ?? {}) as { detail?: unknown };
  return typeof detail === 'string' ? detail : `the server answers ${response.status}`;
}
