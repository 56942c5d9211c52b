import { type DynamicModule, Module } from '@nestjs/common';
import { Documents } from '@roadworthy/documents';
import { Clock, Log, StateStore, SystemClock } from '@roadworthy/stream';
import { Logger } from '@roadworthy/telemetry';

import type { Engines } from './engines/engines.js';

/** Hands the engines to every service of the process. Global. */
@Module({})
export class EnginesModule {
  static with({ log, store, documents }: Engines, logger: Logger): DynamicModule {
    const providers = [
      { provide: Log, useValue: log },
      { provide: StateStore, useValue: store },
      { provide: Documents, useValue: documents },
      { provide: Clock, useClass: SystemClock },
      { provide: Logger, useValue: logger },
    ];
    return { module: EnginesModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
