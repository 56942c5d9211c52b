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
} from '../../log/log.js';
import { Appender } from './appender.js';
import { connectCluster } from './cluster-connection.js';
import { connectProducer } from './connect-producer.js';
import { createKafka, type KafkaOptions, patient } from './kafka-client.js';
import { KafkaFollower } from './kafka-follower.js';
import { KafkaMember } from './kafka-member.js';
import { KafkaTopics } from './kafka-topics.js';
import { outlivePredecessor } from './predecessor.js';
import { readPage } from './read-page.js';
import { Renewable } from './renewable.js';

export interface KafkaLogOptions extends KafkaOptions {
  /** of topics, when they are created; the brokers' default unless given */
  readonly replication?: number;
  /** names this process among its equals and stays the same when it is restarted, as a pod's name does */
  readonly instance?: string;
}

const brokersDefault = -1;

/** The event bus on Apache Kafka. */
export class KafkaLog extends Log {
  private readonly cluster = new Renewable(() => connectCluster(createKafka(this.options)));
  private readonly topicsThere = new KafkaTopics(this.cluster);
  private readonly appender: Appender;
  private readonly followers = new Set<KafkaFollower>();
  private readonly members = new Set<KafkaMember>();
  private readonly groups = new Set<string>();

  private constructor(private readonly options: KafkaLogOptions) {
    super();
    this.appender = new Appender({
      producer: new Renewable(() => connectProducer(createKafka(options))),
      topics: this.topicsThere,
      logger: options.logger,
    });
  }

  /** @throws when no broker answers within a minute and a half */
  static async connect(options: KafkaLogOptions): Promise<KafkaLog> {
    const { instance, clientId } = options;
    const log = new KafkaLog({ ...options, clientId: instance === undefined ? clientId : `${clientId}-${instance}` });
    const first = await connectCluster(createKafka(log.options, patient));
    await first.disconnect();
    return log;
  }

  append(records: readonly NewRecord[]): Promise<void> {
    return this.appender.append(records);
  }

  createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const { replication = brokersDefault } = this.options;
    return this.topicsThere.create(createKafka(this.options), topics, replication);
  }

  ranges(topic: string): Promise<readonly PartitionRange[]> {
    return this.topicsThere.ranges(topic);
  }

  topics(): Promise<readonly string[]> {
    return this.topicsThere.names();
  }

  async join(options: GroupOptions, member: GroupMember): Promise<Membership> {
    for (const topic of options.topics) await this.topicsThere.partitions(topic);
    await this.outlivePredecessor(options.group);
    const membership = new KafkaMember(createKafka(this.options, patient), options, member);
    this.members.add(membership);
    await membership.join();
    return membership;
  }

  async follow(options: FollowOptions): Promise<Follower> {
    const follower = new KafkaFollower(options, {
      cluster: new Renewable(() => connectCluster(createKafka(this.options))),
      ranges: (topic) => this.ranges(topic),
      logger: this.options.logger,
    });
    await follower.start();
    this.followers.add(follower);
    return follower;
  }

  async read(place: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly limit: number;
  }): Promise<readonly LogRecord[]> {
    const range = (await this.ranges(place.topic)).find(({ partition }) => partition === place.partition);
    return range ? readPage(this.cluster, place, range) : [];
  }

  async close(): Promise<void> {
    await Promise.all([...this.followers].map((follower) => follower.close()));
    await Promise.all([...this.members].map((member) => member.leave()));
    await Promise.all([this.appender.close(), this.cluster.close()]);
  }

  /** Once for each group: after that a member of our name may be our own. */
  private async outlivePredecessor(group: string): Promise<void> {
    const { instance, clientId, logger } = this.options;
    if (instance === undefined || this.groups.has(group)) return;
    this.groups.add(group);
    try {
      await outlivePredecessor(createKafka(this.options), group, clientId);
    } catch (error) {
      logger.warn('group could not be looked at before joining', { group, error });
    }
  }
}
