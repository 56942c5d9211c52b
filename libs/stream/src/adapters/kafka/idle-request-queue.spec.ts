import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

import { restIdleRequestQueues } from './idle-request-queue.js';

const logger = { namespace: () => logger, debug: () => {} };
const request = { entry: { correlationId: 1 }, expectResponse: false, sendRequest: () => {} };

/** A queue that may send nothing before another request is answered. */
const fullQueue = (): RequestQueue =>
  new RequestQueue({
    maxInFlightRequests: 0,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'none:9092',
    logger,
    isConnected: () => true,
  });

describe('a queue of requests of the Kafka client', () => {
  let queue: RequestQueue | undefined;
  beforeAll(restIdleRequestQueues);
  afterEach(() => queue?.destroy());

  it('rests while nothing waits', () => {
    queue = fullQueue();
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('looks again while a request waits', () => {
    queue = fullQueue();
    queue.push(request);
    expect(queue.pending).toHaveLength(1);
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
  });
});
