import { type BudgetStatus, budgetStatus, sloId } from '@roadworthy/contracts';
import { type FetchedBatch, type Follower, type Log, jsonOfRecord } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';

import { BudgetStatuses } from '../../application/budget-statuses.js';

/** Statuses in memory, fed from their compacted topic: every replica can answer for every partition. */
export class FollowedStatuses extends BudgetStatuses {
  isCaughtUp = false;
  private readonly byId = new Map<string, BudgetStatus>();
  private follower: Follower | undefined;

  constructor(
    private readonly log: Log,
    private readonly logger: Logger,
  ) {
    super();
  }

  async start(): Promise<void> {
    this.follower = await this.log.follow({
      topics: [budgetStatus.topic],
      from: 'beginning',
      onBatch: (batch) => this.take(batch),
      onCaughtUp: () => (this.isCaughtUp = true),
    });
  }

  async stop(): Promise<void> {
    await this.follower?.close();
  }

  find(tenant: string, slo: string): BudgetStatus | undefined {
    return this.byId.get(`${tenant}/${slo}`);
  }

  private take({ records }: FetchedBatch): void {
    for (const record of records)
      try {
        this.put(budgetStatus.parse(jsonOfRecord(record)));
      } catch (error) {
        this.logger.error('status is malformed, skipped', { topic: record.topic, offset: record.offset, error });
      }
  }

  private put(status: BudgetStatus): void {
    const id = `${status.tenant}/${sloId(status.service, status.objective)}`;
    if ((this.byId.get(id)?.revision ?? 0) < status.revision) this.byId.set(id, status);
  }
}
