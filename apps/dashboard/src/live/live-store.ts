import { type ConnectionState, LiveConnection } from './live-connection.js';
import { type LiveData, LiveModel } from './live-model.js';

/** Everything that the page shows, as one value that is replaced when something changes. */
export interface Live extends LiveData {
  readonly connection: ConnectionState;
  /** something was heard from the server at some time */
  readonly hasData: boolean;
  /** when the server was heard last, ms UTC, our own clock */
  readonly heardAt: number;
}

/** Resolves after so long, or when the signal aborts. `Infinity` waits for the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Holds what the connection hears, for React. */
export class LiveStore {
  private readonly model = new LiveModel();
  private readonly listeners = new Set<() => void>();
  private readonly connection: LiveConnection;
  private current: Live;

  constructor() {
    this.current = { ...this.model.data(), connection: { kind: 'connecting' }, hasData: false, heardAt: Date.now() };
    this.connection = new LiveConnection({
      fetch: (path, options) => fetch(path, options),
      now: Date.now,
      pause,
      onEvents: (events) => {
        const heardAt = Date.now();
        for (const event of events) this.model.take(event, heardAt);
        this.replace({ ...this.model.data(), heardAt, hasData: true });
      },
      onState: (connection) => {
        if (connection.kind === 'live' && this.current.connection.kind === 'live') this.heard();
        else this.replace({ connection });
      },
    });
  }

  /** Connects, and comes back at once when the network or the reader does. */
  start(): void {
    void this.connection.run();
    window.addEventListener('online', () => this.retry());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.current.connection.kind === 'lost') this.retry();
    });
  }

  retry(): void {
    this.connection.retry();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = (): Live => this.current;

  /** A heartbeat changes nothing that is shown. */
  private heard(): void {
    this.current = Object.assign({}, this.current, { heardAt: Date.now() });
  }

  private replace(changes: Partial<Live>): void {
    this.current = { ...this.current, ...changes };
    for (const listener of this.listeners) listener();
  }
}
