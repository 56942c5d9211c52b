import type { Consumer } from 'kafkajs';

interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** by the member */
  paused: boolean;
  /** its last batch was not taken: it waits for a seek */
  refused: boolean;
}

/** What is not fetched, and why: the member wants a pause, or a batch was refused and not yet sought again. */
export class PausedPartitions {
  private readonly partitions = new Map<string, Partition>();

  constructor(private readonly consumer: Pick<Consumer, 'pause' | 'resume'>) {}

  /** A new assignment: all of it is paused, before anything else happens. */
  restart(topics: readonly string[], partitions: readonly number[]): void {
    this.partitions.clear();
    for (const topic of topics)
      for (const partition of partitions)
        this.partitions.set(`${topic}/${partition}`, { topic, partition, paused: true, refused: false });
    if (partitions.length > 0) this.consumer.pause(topics.map((topic) => ({ topic, partitions: [...partitions] })));
  }

  knows(topic: string, partition: number): boolean {
    return this.partitions.has(`${topic}/${partition}`);
  }

  pause(topics: readonly string[], partitions: readonly number[]): void {
    for (const place of this.places(topics, partitions)) {
      place.paused = true;
      this.apply(place);
    }
  }

  resume(topics: readonly string[], partitions: readonly number[]): void {
    for (const place of this.places(topics, partitions)) {
      place.paused = false;
      this.apply(place);
    }
  }

  refused(topic: string, partition: number): void {
    for (const place of this.places([topic], [partition])) {
      place.refused = true;
      this.apply(place);
    }
  }

  /** Whatever was refused there, the member wants something else now. */
  sought(topic: string, partition: number): void {
    for (const place of this.places([topic], [partition]))
      if (place.refused) {
        place.refused = false;
        this.apply(place);
      }
  }

  private places(topics: readonly string[], partitions: readonly number[]): Partition[] {
    return topics.flatMap((topic) =>
      partitions.flatMap((partition) => this.partitions.get(`${topic}/${partition}`) ?? []),
    );
  }

  private apply({ topic, partition, paused, refused }: Partition): void {
    const place = [{ topic, partitions: [partition] }];
    if (paused || refused) this.consumer.pause(place);
    else this.consumer.resume(place);
  }
}
