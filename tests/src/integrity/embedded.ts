import { PlatformProcess } from '../platform-process.js';
import type { Counting } from './accounted-load.js';
import { type Counter, countedTotals, counterOf, type TotalsByService } from './counted-totals.js';
import { defineAnswers } from './define-answers.js';

const service = 'shop';

/** The platform in one process without servers, and an objective. */
export class Embedded implements Counting {
  readonly services = [service];
  readonly headers = {};

  private constructor(readonly process: PlatformProcess) {}

  static async start(): Promise<Embedded> {
    const process = await PlatformProcess.start();
    await defineAnswers(process.url, service);
    return new Embedded(process);
  }

  get publishUrl(): string {
    return this.process.url;
  }

  async counted(): Promise<TotalsByService> {
    return { [service]: await countedTotals(this.process.url, `${service}.answers`) };
  }

  sumOf(counter: Counter): Promise<number> {
    return counterOf(this.process.url, counter);
  }
}
