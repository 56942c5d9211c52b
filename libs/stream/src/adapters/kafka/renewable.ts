/** The log was closed while something was under way. */
export class ClosedError extends Error {
  readonly code = 'closed';
  constructor() {
    super('the log is closed');
  }
}

/** A client that is opened when it is needed and thrown away after a failure, since not every one heals. */
export class Renewable<T extends { disconnect(): Promise<void> }> {
  private opened: Promise<T> | undefined;
  private closed = false;

  /** @param open - must leave nothing connected behind when it fails */
  constructor(private readonly open: () => Promise<T>) {}

  /** @throws what `open` or `action` throw; @throws {ClosedError} */
  async use<R>(action: (client: T) => Promise<R>): Promise<R> {
    if (this.closed) throw new ClosedError();
    const opened = (this.opened ??= this.open());
    try {
      return await action(await opened);
    } catch (error) {
      if (this.opened === opened) this.opened = undefined;
      void disconnect(opened);
      throw this.closed ? new ClosedError() : error;
    } finally {
      // What was under way may have connected again.
      if (this.closed) void disconnect(opened);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.opened) await disconnect(this.opened);
  }
}

/** What cannot be disconnected any more is of no use to anybody either. */
const disconnect = (opened: Promise<{ disconnect(): Promise<void> }>): Promise<void> =>
  opened.then((client) => client.disconnect()).catch(() => {});
