import type { Producer, TopicMessages } from 'kafkajs';

import type { ProcessorLogger } from '../../processor/processor-logger.js';

interface Waiting {
  readonly messages: readonly TopicMessages[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const retryMs = 200;
const maxMessages = 2_000;
const allReplicas = -1;

/** What no retry can mend: the broker will never take these bytes. */
const hopeless = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP']);

/**
 * One send in flight for the whole process, so that a retry cannot overtake; what is asked meanwhile goes into the next
 * one. Sends until the brokers have it.
 */
export class AppendQueue {
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly producer: Producer,
    private readonly logger: ProcessorLogger,
  ) {}

  /** Resolves when all in-sync replicas have the messages. */
  add(messages: readonly TopicMessages[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ messages, resolve, reject });
      this.running ??= this.run();
    });
  }

  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.length > 0) await this.send(this.take());
    this.running = undefined;
  }

  private take(): Waiting[] {
    let count = 0;
    const more = this.waiting.findIndex(({ messages }) => {
      count += messages.reduce((sum, topic) => sum + topic.messages.length, 0);
      return count > maxMessages;
    });
    return this.waiting.splice(0, more < 0 ? this.waiting.length : Math.max(1, more));
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    const topicMessages = merged(batch);
    for (;;) {
      try {
        await this.producer.sendBatch({ topicMessages, acks: allReplicas });
        for (const { resolve } of batch) resolve();
        return;
      } catch (error) {
        if (hopeless.has((error as { type?: string }).type ?? '')) return this.separate(batch, error);
        this.logger.warn('records are not written, trying again', { error });
        await new Promise((again) => setTimeout(again, retryMs));
      }
    }
  }

  /** One append of several is hopeless: find it, and write the others. */
  private async separate(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1) return only?.reject(error);
    for (const one of batch) await this.send([one]);
  }
}

function merged(batch: readonly Waiting[]): TopicMessages[] {
  const byTopic = new Map<string, TopicMessages['messages']>();
  for (const { topic, messages } of batch.flatMap((waiting) => waiting.messages)) {
    const known = byTopic.get(topic);
    if (known) known.push(...messages);
    else byTopic.set(topic, [...messages]);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
}
