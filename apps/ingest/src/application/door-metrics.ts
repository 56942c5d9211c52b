import { Injectable } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';

import { SampleAccumulator } from './sample-accumulator.js';

interface Samples {
  accepted: number;
  rejected: number;
}

/**
 * What each door took and refused, and how much waits: `rw.ingest.samples.accepted`, `…rejected`,
 * `rw.ingest.queue.samples`. Counted here and observed when somebody asks, since every request counts.
 */
@Injectable()
export class DoorMetrics {
  private readonly doors = new Map<string, Samples>();

  constructor(accumulator: SampleAccumulator) {
    const meter = metrics.getMeter('roadworthy.ingest');
    const observe = (what: keyof Samples, description: string): void =>
      meter.createObservableCounter(`rw.ingest.samples.${what}`, { description }).addCallback((result) => {
        for (const [door, samples] of this.doors) if (samples[what] > 0) result.observe(samples[what], { door });
      });
    observe('accepted', 'Samples that the log has');
    observe('rejected', 'Samples that were refused, each on its own');
    meter
      .createObservableGauge('rw.ingest.queue.samples', { description: 'Samples that wait for the log' })
      .addCallback((result) => result.observe(accumulator.samples));
  }

  count(door: string, { accepted, rejected }: Readonly<Samples>): void {
    const samples = this.doors.get(door) ?? { accepted: 0, rejected: 0 };
    samples.accepted += accepted;
    samples.rejected += rejected;
    this.doors.set(door, samples);
  }
}
