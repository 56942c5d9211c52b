import type { Log } from '../log/log.js';
import type { StateStore } from '../state-store/state-store.js';
import type { Clock } from './clock.js';
import type { ProcessorLogger } from './processor-logger.js';

/** What a processor runs on. */
export interface ProcessorEngines {
  readonly log: Log;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: ProcessorLogger;
}
