import type { Message, TopicMessages } from 'kafkajs';

/** A message and the partition that it goes to. */
export interface PlacedMessage {
  readonly topic: string;
  readonly message: Message;
}

/** Below what brokers accept as one batch of a partition by default, 1 MiB. */
const maxBytes = 900_000;
/** The time that the library takes to sort messages by partition grows with the square of their number. */
const maxMessages = 1_000;
/** of a record without anything in it, generously */
const frameBytes = 80;

/** What goes to the brokers in one send: messages of one or more senders, in order. */
export class Parcel<S> {
  /** how many messages of each sender are in it */
  readonly counts = new Map<S, number>();
  private readonly byTopic = new Map<string, Message[]>();
  private bytes = 0;
  private messages = 0;

  /** @returns whether there was room for all of them; the first message of a parcel always fits */
  add(sender: S, placed: readonly PlacedMessage[]): boolean {
    for (const { topic, message } of placed) {
      const bytes = sizeOf(message);
      if (this.messages > 0 && (this.bytes + bytes > maxBytes || this.messages === maxMessages)) return false;
      this.bytes += bytes;
      this.messages++;
      this.counts.set(sender, (this.counts.get(sender) ?? 0) + 1);
      const others = this.byTopic.get(topic);
      if (others) others.push(message);
      else this.byTopic.set(topic, [message]);
    }
    return true;
  }

  topicMessages(): TopicMessages[] {
    return [...this.byTopic].map(([topic, messages]) => ({ topic, messages }));
  }
}

function sizeOf({ key, value, headers = {} }: Message): number {
  const headerBytes = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + (text?.length ?? 0), 0);
  return frameBytes + (key?.length ?? 0) + (value?.length ?? 0) + 2 * headerBytes;
}
