const encoder = new TextEncoder();

export interface StreamEvent {
  readonly event: string;
  /** what a client that comes back says it has seen */
  readonly id?: string;
  readonly data: unknown;
}

/** One event of a `text/event-stream`, UTF-8. */
export const eventBytes = ({ event, id, data }: StreamEvent): Uint8Array =>
  encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** What keeps proxies from cutting a quiet stream. */
export const heartbeatBytes: Uint8Array = encoder.encode(': still here\n\n');

/** Opens a stream: clients wait so long before they come back. @param retryMs - integer */
export const openingBytes = (retryMs: number): Uint8Array => encoder.encode(`retry: ${retryMs}\n\n`);
