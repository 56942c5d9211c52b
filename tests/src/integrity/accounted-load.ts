import { expect } from '@jest/globals';
import { until } from '@roadworthy/testing';

import type { PlatformProcess } from '../platform-process.js';
import { recordFigures } from './campaign.js';
import { CountedPublisher } from './counted-publisher.js';
import type { Counter, TotalsByService } from './counted-totals.js';

/** The platform as it is published to and asked what it has counted. */
export interface Counting {
  readonly services: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** of now: it changes when the process behind it does */
  readonly publishUrl: string;
  counted(asked?: PlatformProcess): Promise<TotalsByService>;
  /** of the processes that run now, since each started */
  sumOf(counter: Counter): Promise<number>;
}

/** Load whose truth is known: what was counted before it, and all that was acknowledged since. */
export class AccountedLoad {
  readonly publisher: CountedPublisher;

  private constructor(
    private readonly platform: Counting,
    private readonly before: TotalsByService,
    seed: number,
  ) {
    const { services, headers } = platform;
    this.publisher = new CountedPublisher({ seed, services, url: () => platform.publishUrl, headers });
  }

  static async on(platform: Counting, seed: number): Promise<AccountedLoad> {
    return new AccountedLoad(platform, await platform.counted(), seed);
  }

  /** Publishes while the faults are made. */
  async during(faults: () => Promise<void>): Promise<void> {
    await Promise.all([this.publisher.run(), faults().finally(() => this.publisher.stop())]);
  }

  /** What must be counted in the end of what is acknowledged by now. */
  due(): TotalsByService {
    const due = this.platform.services.map((service) => {
      const [before, sent] = [this.before[service], this.publisher.acknowledged.get(service)];
      const bad = (before?.bad ?? 0) + (sent?.bad ?? 0);
      return [service, { bad, total: (before?.total ?? 0) + (sent?.total ?? 0) }] as const;
    });
    return Object.fromEntries(due);
  }

  /** Waits until as much is counted as is acknowledged by now. */
  async counted(asked?: PlatformProcess): Promise<void> {
    const due = Object.entries(this.due());
    const isCounted = async (): Promise<boolean> => {
      const counted = await this.platform.counted(asked);
      return due.every(([service, totals]) => (counted[service]?.total ?? 0) >= (totals?.total ?? 0));
    };
    await until('all that was acknowledged is counted', isCounted, 90_000);
  }

  /**
   * Holds what is counted against what was acknowledged. A last round comes after all the rest in the log of every
   * service, so when it is counted nothing can follow that would count too much.
   */
  async expectExactlyOnce(): Promise<void> {
    await this.counted();
    await this.publisher.sendRound();
    await this.counted();
    expect(await this.platform.counted()).toEqual(this.due());
  }

  /** Sends acknowledged batches again and waits until each was dropped. */
  async expectRepetitionsDropped(): Promise<void> {
    const repeated = 12;
    const before = await this.platform.sumOf('duplicates');
    await this.publisher.repeat(repeated, { keyed: true });
    const isDropped = async (): Promise<boolean> => (await this.platform.sumOf('duplicates')) >= before + repeated;
    await until(`${repeated} repetitions are dropped`, isDropped, 30_000);
    expect(await this.platform.counted()).toEqual(this.due());
  }

  /** Notes what was acknowledged and counted, and what the processes that run now have refused and dropped. */
  async record(campaign: string, faults: Readonly<Record<string, number>>): Promise<void> {
    const before = eventsOf(this.before);
    recordFigures(campaign, {
      ...faults,
      acknowledged: eventsOf(this.due()) - before,
      counted: eventsOf(await this.platform.counted()) - before,
      unanswered: this.publisher.unanswered,
      refused: await this.platform.sumOf('refused'),
      duplicates: await this.platform.sumOf('duplicates'),
    });
  }
}

const eventsOf = (totals: TotalsByService): number =>
  Object.values(totals).reduce((sum, counts) => sum + (counts?.total ?? 0), 0);
