import type { AbortedTransaction, RawMessage } from './visible-messages.js';

/** What one partition had, as the library decodes it. */
export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  /** readers may read up to here: the records of undecided transactions are above */
  readonly end: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly messages: readonly RawMessage[];
}

interface Response {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly highWatermark: string;
      readonly lastStableOffset?: string;
      readonly abortedTransactions?: readonly AbortedTransaction[] | null;
      readonly messages: readonly RawMessage[];
    }[];
  }[];
}

/** The library gives the answer to a fetch no type. @throws {Error} for something else */
export function partitionsOf(response: unknown): FetchedPartition[] {
  if (!isResponse(response)) throw new Error('the answer to a fetch has no responses');
  return response.responses.flatMap(({ topicName: topic, partitions }) =>
    partitions.map(({ partition, highWatermark, lastStableOffset = highWatermark, abortedTransactions, messages }) => ({
      topic,
      partition,
      end: Number(lastStableOffset),
      aborted: abortedTransactions ?? [],
      messages,
    })),
  );
}

const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' && value !== null && 'responses' in value && Array.isArray(value.responses);
