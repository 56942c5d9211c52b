import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics, trace } from '@opentelemetry/api';

import { Telemetry } from './telemetry.js';

describe('Telemetry', () => {
  const received = new Map<string, IncomingHttpHeaders>();
  let server: Server;
  let url: string;

  beforeEach(async () => {
    received.clear();
    server = createServer((request, answer) => {
      received.set(request.url ?? '', request.headers);
      request.resume().on('end', () => answer.writeHead(200).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('sends the key of the metrics door to no other, and shows what it measures as text', async () => {
    const telemetry = Telemetry.start({
      service: 'checkout',
      version: '1.0.0',
      instance: 'a',
      exportIntervalMs: 60_000,
      metricsUrl: () => `${url}/v1/metrics`,
      metricsHeaders: { authorization: 'Bearer secret' },
      tracesUrl: `${url}/v1/traces`,
    });
    metrics.getMeter('test').createCounter('orders').add(3);
    trace.getTracer('test').startSpan('one').end();
    expect(await telemetry.text()).toMatch(/^orders_total\{.*\} 3$/m);
    await telemetry.stop();
    expect(received.get('/v1/metrics')?.authorization).toBe('Bearer secret');
    expect(received.get('/v1/traces')).toBeDefined();
    expect(received.get('/v1/traces')?.authorization).toBeUndefined();
    metrics.disable();
    trace.disable();
  });
});
