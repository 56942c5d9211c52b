/** What the library keeps to itself: a queue of requests on each connection. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    readonly pending: readonly unknown[];
    /** the handle of the next look at `pending` */
    readonly throttleCheckTimeoutId: unknown;
    constructor(options: Readonly<Record<string, unknown>>);
    push(request: Readonly<Record<string, unknown>>): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
    destroy(): void;
  }
  export = RequestQueue;
}
