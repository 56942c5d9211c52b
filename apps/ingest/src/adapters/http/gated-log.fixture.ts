import type { TopicSpec } from '@roadworthy/contracts';
import {
  type Follower,
  type FollowOptions,
  type GroupMember,
  type GroupOptions,
  Log,
  type LogRecord,
  type Membership,
  type NewRecord,
  type PartitionRange,
} from '@roadworthy/stream';

/** A log in front of another one, which takes records only while the gate is open and nothing is wrong. */
export class GatedLog extends Log {
  /** why nothing is taken */
  error: Error | undefined;
  private gate: PromiseWithResolvers<void> | undefined;

  constructor(private readonly log: Log) {
    super();
  }

  shut(): void {
    this.gate ??= Promise.withResolvers();
  }

  open(): void {
    this.gate?.resolve();
    this.gate = undefined;
  }

  async append(records: readonly NewRecord[]): Promise<void> {
    if (this.error) throw this.error;
    await this.gate?.promise;
    await this.log.append(records);
  }

  createTopics(topics: readonly TopicSpec[]): Promise<void> {
    return this.log.createTopics(topics);
  }

  ranges(topic: string): Promise<readonly PartitionRange[]> {
    return this.log.ranges(topic);
  }

  topics(): Promise<readonly string[]> {
    return this.log.topics();
  }

  join(options: GroupOptions, member: GroupMember): Promise<Membership> {
    return this.log.join(options, member);
  }

  follow(options: FollowOptions): Promise<Follower> {
    return this.log.follow(options);
  }

  read(place: Parameters<Log['read']>[0]): Promise<readonly LogRecord[]> {
    return this.log.read(place);
  }

  close(): Promise<void> {
    return this.log.close();
  }
}
