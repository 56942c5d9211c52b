import { metrics } from '@opentelemetry/api';

/** What each door took and refused: `rw.ingest.samples.accepted` and `…rejected`, by door. */
export class DoorMetrics {
  private readonly meter = metrics.getMeter('roadworthy.ingest');
  private readonly accepted = this.meter.createCounter('rw.ingest.samples.accepted', {
    description: 'Samples that the log has',
  });
  private readonly rejected = this.meter.createCounter('rw.ingest.samples.rejected', {
    description: 'Samples that were refused, each on its own',
  });

  count(door: string, { accepted, rejected }: { readonly accepted: number; readonly rejected: number }): void {
    if (accepted > 0) this.accepted.add(accepted, { door });
    if (rejected > 0) this.rejected.add(rejected, { door });
  }
}
