import { type AccessKeys, accessKeys } from '@roadworthy/contracts';
import { KeyDirectory, type KnownKey } from '@roadworthy/http';
import { type FetchedBatch, type Follower, jsonOfRecord, type Log } from '@roadworthy/stream';
import type { Logger } from '@roadworthy/telemetry';

/** API keys in memory, fed from their compacted topic: every process checks keys without asking another. */
export class FollowedKeys extends KeyDirectory {
  isCaughtUp = false;
  private readonly byId = new Map<string, KnownKey>();
  private readonly rings = new Map<string, AccessKeys>();
  private follower: Follower | undefined;

  constructor(
    private readonly log: Log,
    private readonly logger: Logger,
  ) {
    super();
  }

  async start(): Promise<void> {
    this.follower = await this.log.follow({
      topics: [accessKeys.topic],
      from: 'beginning',
      onBatch: (batch) => this.take(batch),
      onCaughtUp: () => (this.isCaughtUp = true),
    });
  }

  async stop(): Promise<void> {
    await this.follower?.close();
  }

  find(id: string): KnownKey | undefined {
    return this.byId.get(id);
  }

  private take({ records }: FetchedBatch): void {
    for (const record of records)
      try {
        this.put(accessKeys.parse(jsonOfRecord(record)));
      } catch (error) {
        this.logger.error('keys are malformed, skipped', { topic: record.topic, offset: record.offset, error });
      }
  }

  private put(ring: AccessKeys): void {
    const { tenant, name, version, keys } = ring;
    const before = this.rings.get(`${tenant}/${name}`);
    if (before && before.version >= version) return;
    this.rings.set(`${tenant}/${name}`, ring);
    for (const { id } of before?.keys ?? []) this.byId.delete(id);
    for (const key of keys) this.byId.set(key.id, { ...key, tenant });
  }
}
