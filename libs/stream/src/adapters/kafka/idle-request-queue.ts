import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs looks for waiting requests over and over on every connection: the time-out that it asks for lies in the past, so
 * that Node makes it one millisecond. Where nothing waits there is nothing to look for: it looks again when a request has
 * to wait, and whenever one is answered.
 */
export function restIdleRequestQueues(): void {
  const { scheduleCheckPendingRequests } = RequestQueue.prototype;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}
