import { randomUUID } from 'node:crypto';

import { metricSamples } from '@roadworthy/contracts';
import { until } from '@roadworthy/testing';

import type { PlatformProcess } from '../platform-process.js';
import type { Cluster } from './cluster.js';
import { postSamples } from './post-samples.js';

/** Bad events of each batch that a service gets: a total spells which of them were counted. */
export const batches = { first: 1, held: 10, missed: 100, last: 1_000 } as const;

type Batch = keyof typeof batches;

export interface ZombieOutcome {
  /** bad events, by service */
  readonly counted: Readonly<Record<string, number>>;
  /** commits of the zombie since it was frozen, the refused ones and all */
  readonly refused: number;
  readonly answered: number;
}

/**
 * A budget process is frozen while it holds folded work of the second batch. Its session ends, the other one counts
 * that batch and a third, and goes. The zombie wakes, commits what it held, and is then the only owner: what the store
 * holds is all that is left. A stale commit takes the offset back too, but the third batch, when it is read again, is
 * dropped as one whose request is known. Needs two budget processes that hold their commits on demand.
 */
export class ZombieWithWork {
  /** One page of counts, so that a stale page takes the place of a newer one. */
  private readonly time = Date.now();
  private readonly zombie: PlatformProcess;
  private readonly other: PlatformProcess;

  constructor(private readonly cluster: Cluster) {
    this.zombie = cluster.budget(0);
    this.other = cluster.budget(1);
  }

  async play(): Promise<ZombieOutcome> {
    const { cluster, zombie, other } = this;
    await Promise.all(cluster.budgets.map((budget) => cluster.joined(budget)));
    await this.sendTo('first');
    await this.counts(zombie, 'first');
    await this.holdSecond();
    const before = await this.commits();
    zombie.signal('SIGSTOP');
    await this.counts(other, 'held');
    await this.sendTo('missed');
    await this.counts(other, 'missed');
    await other.end('SIGKILL');
    zombie.signal('SIGCONT');
    await until('what it held is answered', async () => (await this.commits()).answered > before.answered, 30_000);
    // It comes last in the log of every service: when it is counted, all that will be counted is.
    await this.sendTo('last');
    await this.counts(zombie, 'last', batches.last);
    const { refused, answered } = await this.commits();
    const counted = await this.bad(zombie);
    return { counted, refused: refused - before.refused, answered: answered - before.answered };
  }

  /** The second batch is folded everywhere, and the zombie commits none of it. */
  private async holdSecond(): Promise<void> {
    const { cluster, zombie } = this;
    zombie.signal('SIGWINCH');
    await until('it holds its commits', async () => zombie.output.includes('commits are held'));
    const reach = async (): Promise<number> => this.folded() + (await cluster.sumOf('records', [this.other]));
    const before = await reach();
    await this.sendTo('held');
    const isFolded = async (): Promise<boolean> => (await reach()) >= before + cluster.services.length;
    await until('the batch is folded', isFolded, 30_000);
  }

  /** How many records of samples the zombie has folded, committed or not. */
  private folded(): number {
    const told = this.zombie.output.matchAll(new RegExp(`^folded (\\d+) of ${metricSamples.topic}$`, 'gm'));
    return [...told].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  private async sendTo(batch: Batch): Promise<void> {
    const { services, ingest, headers } = this.cluster;
    for (const service of services) {
      const sample = { service, name: 'requests', time: this.time, good: 0, total: batches[batch] };
      const body = JSON.stringify({ samples: [sample] });
      const status = await postSamples(ingest.url, { body, key: randomUUID(), headers });
      if (status !== 202) throw new Error(`the batch ${batch} of ${service} was answered with ${status}`);
    }
  }

  /** Waits until a batch of every service is counted. @param least - what shows it: the batch and all before it */
  private async counts(budget: PlatformProcess, batch: Batch, least = upTo(batch)): Promise<void> {
    const isCounted = async (): Promise<boolean> =>
      Object.values(await this.bad(budget)).every((counted) => counted >= least);
    await until(`the batch ${batch} is counted`, isCounted, 60_000);
  }

  private async bad(budget: PlatformProcess): Promise<Record<string, number>> {
    const counted = Object.entries(await this.cluster.counted(budget));
    return Object.fromEntries(counted.map(([service, totals]) => [service, totals?.bad ?? 0]));
  }

  private async commits(): Promise<{ refused: number; answered: number }> {
    const [refused, applied] = await Promise.all([
      this.cluster.sumOf('refused', [this.zombie]),
      this.cluster.sumOf('commits', [this.zombie]),
    ]);
    return { refused, answered: refused + applied };
  }
}

/** Bad events of a batch and all before it. */
export function upTo(batch: Batch): number {
  const names = Object.keys(batches) as Batch[];
  return names.slice(0, names.indexOf(batch) + 1).reduce((sum, name) => sum + batches[name], 0);
}
