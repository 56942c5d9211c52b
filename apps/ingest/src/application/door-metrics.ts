import { Injectable } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';

import { SampleAccumulator } from './sample-accumulator.js';

/** What each door took and refused, and how much waits: `rw.ingest.samples.accepted`, `…rejected`, `rw.ingest.queue.samples`. */
@Injectable()
export class DoorMetrics {
  private readonly meter = metrics.getMeter('roadworthy.ingest');
  private readonly accepted = this.meter.createCounter('rw.ingest.samples.accepted', {
    description: 'Samples that the log has',
  });
  private readonly rejected = this.meter.createCounter('rw.ingest.samples.rejected', {
    description: 'Samples that were refused, each on its own',
  });

  constructor(accumulator: SampleAccumulator) {
    this.meter
      .createObservableGauge('rw.ingest.queue.samples', { description: 'Samples that wait for the log' })
      .addCallback((result) => result.observe(accumulator.samples));
  }

  count(door: string, { accepted, rejected }: { readonly accepted: number; readonly rejected: number }): void {
    if (accepted > 0) this.accepted.add(accepted, { door });
    if (rejected > 0) this.rejected.add(rejected, { door });
  }
}
