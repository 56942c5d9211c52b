import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs looks for waiting requests a thousand times a second on every connection, since the time-out that it asks for
 * lies in the past. That costs an idle process several per cent of a processor. Where nothing waits there is nothing to
 * look for: it looks again when a request has to wait, and whenever one is answered.
 */
export function restIdleRequestQueues(): void {
  const { scheduleCheckPendingRequests } = RequestQueue.prototype;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}
