import type { FetchedBatch } from '../log/log.js';
import { inBatchSpan } from './batch-span.js';
import type { Clock } from './clock.js';
import { type DecodedRecord, decodeRecord } from './decoder.js';
import type { PartitionOwner } from './partition-owner.js';
import { type InputDefinition, type ProcessorDefinition, topicsOf } from './processor-definition.js';
import type { BatchHandler, RecordBatch } from './record-batch.js';
import { StepFailure } from './step-failure.js';

/** Decodes a fetched batch and leads it through its handler into the partition's state. */
export class BatchFeeder<S, I> {
  handlers: ReadonlyMap<string, BatchHandler<I>> = new Map();
  private readonly inputs: ReadonlyMap<string, InputDefinition>;
  private readonly processor: string;

  constructor(
    definition: ProcessorDefinition<S, I>,
    private readonly clock: Clock,
  ) {
    this.processor = definition.name;
    this.inputs = new Map(
      definition.inputs.flatMap((input) => topicsOf(input).map((topic) => [topic, input] as const)),
    );
  }

  /** @returns the failure of a step; its session must be given up */
  async feed({ session }: PartitionOwner<S, I>, batch: FetchedBatch): Promise<StepFailure | undefined> {
    const { topic, partition, fetchedOffset, lastOffset } = batch;
    const input = this.inputs.get(topic);
    const handler = this.handlers.get(topic);
    if (!input || !handler) throw new Error(`processor has no handler for topic ${topic}`);
    const read = batch.records.map((record) => decodeRecord<never>(input, record));
    let failure: StepFailure | undefined;
    const recordBatch: RecordBatch<never, I> = {
      topic,
      partition,
      records: read.filter((record): record is DecodedRecord<never> => 'data' in record),
      apply: (route) => {
        if (!session.live || session.next.get(topic) !== fetchedOffset) return;
        try {
          session.fold({ input, records: read, lastOffset, route, now: this.clock.now() });
        } catch (error) {
          if (!(error instanceof StepFailure)) throw error;
          failure = error;
        }
      },
    };
    await inBatchSpan(this.processor, batch, () => handler(recordBatch));
    return failure;
  }
}
