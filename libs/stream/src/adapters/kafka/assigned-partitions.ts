import type { Consumer } from 'kafkajs';

export interface AssignedPartition {
  readonly topic: string;
  readonly partition: number;
  /** by the member */
  paused: boolean;
  /** its last batch was not taken: it waits for a seek */
  refused: boolean;
  /** where the last seek went, until something came from there */
  sought: number | undefined;
  /** rises with each seek, so that what was fetched before it is not resolved after it */
  seeks: number;
}

/** What is assigned, and what of it is not fetched: the member wants a pause, or refused a batch and did not seek. */
export class AssignedPartitions {
  private readonly partitions = new Map<string, AssignedPartition>();
  private isConnected = false;

  constructor(private readonly consumer: Pick<Consumer, 'pause' | 'resume' | 'seek'>) {}

  /** A new assignment: all of it is paused, before anything else happens. */
  assign(topics: readonly string[], partitions: readonly number[]): void {
    this.isConnected = true;
    this.partitions.clear();
    for (const topic of topics)
      for (const partition of partitions)
        this.partitions.set(`${topic}/${partition}`, {
          topic,
          partition,
          paused: true,
          refused: false,
          sought: undefined,
          seeks: 0,
        });
    if (partitions.length > 0) this.consumer.pause(topics.map((topic) => ({ topic, partitions: [...partitions] })));
  }

  /** The consumer may come back with a new assignment. Until then the library refuses every call. */
  disconnected(): void {
    this.isConnected = false;
  }

  find(topic: string, partition: number): AssignedPartition | undefined {
    return this.partitions.get(`${topic}/${partition}`);
  }

  seek(topic: string, partition: number, offset: number): void {
    const place = this.find(topic, partition);
    if (!place || !this.isConnected) return;
    place.sought = offset;
    place.seeks++;
    this.consumer.seek({ topic, partition, offset: String(offset) });
    if (place.refused) this.change(place, { refused: false });
  }

  setPaused(topics: readonly string[], partitions: readonly number[], paused: boolean): void {
    for (const topic of topics)
      for (const partition of partitions) {
        const place = this.find(topic, partition);
        if (place) this.change(place, { paused });
      }
  }

  refuse(place: AssignedPartition): void {
    this.change(place, { refused: true });
  }

  private change(place: AssignedPartition, change: Partial<AssignedPartition>): void {
    Object.assign(place, change);
    if (!this.isConnected) return;
    const { topic, partition, paused, refused } = place;
    const list = [{ topic, partitions: [partition] }];
    if (paused || refused) this.consumer.pause(list);
    else this.consumer.resume(list);
  }
}
