import { describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';

import { FrequentHistogram } from './frequent-histogram.js';
import { Telemetry } from './telemetry.js';

const boundaries = [0.1, 0.5, 1];
const routes = ['/a', '/b'];
/** On a bound, below the first, above the last, and one that arithmetic rounds. */
const values = [0.1, 0.05, 0.5, 0.100_000_001, 1, 7, 0.1 + 0.2];

describe('FrequentHistogram', () => {
  it("says what the SDK's own says of the same values", async () => {
    const telemetry = Telemetry.start({
      service: 'checkout',
      version: '1.0.0',
      instance: 'a',
      exportIntervalMs: 60_000,
      metricsUrl: () => undefined,
    });
    const advice = { explicitBucketBoundaries: boundaries };
    const options = { unit: 's', description: 'How long it took' };
    const peer = metrics.getMeter('test').createHistogram('sdk.duration', { ...options, advice });
    const ours = new FrequentHistogram({ scope: 'test', name: 'frequent.duration', boundaries, ...options });
    for (const [i, value] of values.entries()) {
      const attributes = { route: routes[i % routes.length] ?? '', status: 200 };
      peer.record(value, attributes);
      ours.record(value, attributes);
    }
    const lines = (await telemetry.text()).split('\n').filter((line) => line.includes('_duration'));
    const linesOf = (name: string): string[] =>
      lines.filter((line) => line.includes(name)).map((line) => line.replace(name, 'x'));
    expect(linesOf('frequent_duration')).toHaveLength(3 + routes.length * (boundaries.length + 3));
    expect(linesOf('frequent_duration')).toEqual(linesOf('sdk_duration'));
    await telemetry.stop();
    metrics.disable();
  });
});
