import { partitionOf } from '@roadworthy/stream';
import { until } from '@roadworthy/testing';

import { PlatformProcess } from '../platform-process.js';
import type { Counting } from './accounted-load.js';
import { type Counter, counterOf, countedTotals, type TotalsByService } from './counted-totals.js';
import { defineAnswers } from './define-answers.js';
import { Servers } from './servers.js';

const partitions = 6;

/** One service in each partition, so that whatever a process owns, it has something to count. */
const services = Array.from({ length: partitions }, (_, partition) => serviceIn(partition));

/** Real servers, one ingest and some budget processes, and an objective for each of a few services. */
export class Cluster implements Counting {
  readonly services = services;
  readonly budgets: PlatformProcess[] = [];

  private constructor(
    readonly servers: Servers,
    readonly ingest: PlatformProcess,
    private readonly preloads: readonly URL[],
  ) {}

  /** @param preloads - modules that each budget process loads before its own */
  static async start(budgets: number, preloads: readonly URL[] = []): Promise<Cluster> {
    const servers = await Servers.start();
    try {
      const environment = servers.environment(partitions);
      await PlatformProcess.runToEnd({ ...environment, RW_ROLE: 'topics' });
      const ingest = await PlatformProcess.start({ ...environment, RW_ROLE: 'ingest' });
      const cluster = new Cluster(servers, ingest, preloads);
      await Promise.all(Array.from({ length: budgets }, () => cluster.addBudget()));
      for (const service of services) await defineAnswers(cluster.budget(0).url, service, cluster.headers);
      return cluster;
    } catch (error) {
      await servers.stop();
      throw error;
    }
  }

  get headers(): Readonly<Record<string, string>> {
    return this.servers.headers;
  }

  get publishUrl(): string {
    return this.ingest.url;
  }

  /** @param place - in the order of their starts; -1 is the latest */
  budget(place: number): PlatformProcess {
    const budget = this.budgets.at(place);
    if (!budget) throw new RangeError(`there are ${this.budgets.length} budget processes, none at ${place}`);
    return budget;
  }

  async addBudget(): Promise<PlatformProcess> {
    const environment = { ...this.servers.environment(partitions), RW_ROLE: 'budget' };
    const budget = await PlatformProcess.start(environment, this.preloads);
    this.budgets.push(budget);
    return budget;
  }

  /** Every partition that this process was given is owned by it and read. */
  async joined(budget: PlatformProcess): Promise<void> {
    await until('it has joined', async () => (await fetch(`${budget.url}/readyz`)).ok, 60_000);
  }

  /** @param budget - the process that is asked: any that runs will do */
  async counted(budget = this.budget(-1)): Promise<TotalsByService> {
    const asked = services.map(async (service) => {
      return [service, await countedTotals(budget.url, `${service}.answers`, this.headers)] as const;
    });
    return Object.fromEntries(await Promise.all(asked));
  }

  async sumOf(counter: Counter, budgets = this.budgets): Promise<number> {
    const asked = budgets.map(({ url }) => counterOf(url, counter, this.headers));
    return (await Promise.all(asked)).reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    await Promise.all([this.ingest, ...this.budgets].map((one) => one.stop()));
    await this.servers.stop();
  }
}

function serviceIn(partition: number): string {
  for (let i = 0; ; i++) if (partitionOf(`default/shop-${i}`, partitions) === partition) return `shop-${i}`;
}
