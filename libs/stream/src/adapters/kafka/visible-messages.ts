import type { ReadMessage } from './kafka-records.js';

/** A message with what decides whether readers see it. */
export interface RawMessage extends ReadMessage {
  readonly isControlRecord: boolean;
  readonly batchContext?: {
    readonly producerId: string;
    readonly inTransaction: boolean;
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
  };
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** The last offset of the batch that a message came in, whose last messages may have been compacted away. */
export const batchEnd = ({ offset, batchContext }: RawMessage): number =>
  batchContext ? Number(batchContext.firstOffset) + batchContext.lastOffsetDelta : Number(offset);

const abortMarker = Buffer.from([0, 0, 0, 0]);

/**
 * Without control records and without what aborted transactions wrote.
 *
 * @param messages - in order
 * @see https://kafka.apache.org/documentation/#controlbatch
 */
export function visibleMessages<M extends RawMessage>(
  messages: readonly M[],
  aborted: readonly AbortedTransaction[],
): M[] {
  const waiting = [...aborted].sort((a, b) => Number(a.firstOffset) - Number(b.firstOffset));
  const underWay = new Set<string>();
  return messages.filter(({ offset, key, isControlRecord, batchContext }) => {
    while (waiting[0] && Number(waiting[0].firstOffset) <= Number(offset))
      underWay.add(waiting.shift()?.producerId ?? '');
    const { producerId = '', inTransaction = false } = batchContext ?? {};
    if (isControlRecord && key?.equals(abortMarker)) underWay.delete(producerId);
    return !isControlRecord && !(inTransaction && underWay.has(producerId));
  });
}
