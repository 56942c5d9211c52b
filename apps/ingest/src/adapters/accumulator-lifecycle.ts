import { type BeforeApplicationShutdown, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { SampleAccumulator } from '../application/sample-accumulator.js';

/** Empties the accumulator when the process ends: once before requests end, and once for the last of them. */
@Injectable()
export class AccumulatorLifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(private readonly accumulator: SampleAccumulator) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.accumulator.drain();
  }

  onApplicationShutdown(): Promise<void> {
    return this.accumulator.drain();
  }
}
