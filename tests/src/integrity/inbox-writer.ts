import { expect } from '@jest/globals';
import { inboxTopic } from '@roadworthy/contracts';
import type { KafkaLog } from '@roadworthy/stream/kafka';
import { until } from '@roadworthy/testing';

import { countedTotals, type Totals } from './counted-totals.js';
import { defineAnswers } from './define-answers.js';

const service = 'shop';

interface InboxWriterOptions {
  readonly log: KafkaLog;
  /** of the inbox */
  readonly partitions: number;
  /** of the platform that counts */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes to the inbox by hand, for one objective, and knows how many bad events must be counted of it. */
export class InboxWriter {
  /** bad events in the good records that were written */
  due = 0;

  private constructor(private readonly options: InboxWriterOptions) {}

  static async start(options: InboxWriterOptions): Promise<InboxWriter> {
    await defineAnswers(options.url, service, options.headers);
    return new InboxWriter(options);
  }

  /** A sample of bad events. */
  sample(total: number): { service: string; name: string; time: number; good: number; total: number } {
    return { service, name: 'requests', time: Date.now(), good: 0, total };
  }

  /** Writes records to all partitions in turn. */
  async write(values: readonly string[]): Promise<void> {
    const place = { topic: inboxTopic('default'), key: undefined, headers: {} };
    await this.options.log.append(
      values.map((value, i) => ({ ...place, partition: i % this.options.partitions, value })),
    );
  }

  /** Writes good records of one event each, with bad ones spread among them. @returns ms until the good ones are counted */
  async msToCount(good: number, bad: readonly string[] = []): Promise<number> {
    const values = Array.from({ length: good }, () => JSON.stringify(this.sample(1)));
    const distance = Math.floor(good / (bad.length + 1));
    for (const [i, value] of bad.entries()) values.splice((i + 1) * distance, 0, value);
    this.due += good;
    const started = performance.now();
    await this.write(values);
    await this.countsDue();
    return Math.round(performance.now() - started);
  }

  /** A last good record in each partition comes after all the rest, so nothing can follow that would count too much. */
  async expectAllCounted(): Promise<void> {
    await this.msToCount(this.options.partitions);
    expect(await this.counted()).toEqual({ bad: this.due, total: this.due });
  }

  private async countsDue(): Promise<void> {
    await until(`${this.due} events are counted`, async () => ((await this.counted())?.total ?? 0) >= this.due, 60_000);
  }

  private counted(): Promise<Totals | undefined> {
    return countedTotals(this.options.url, `${service}.answers`, this.options.headers);
  }
}
