import { describe, expect, it } from '@jest/globals';
import type { Broker, Cluster } from 'kafkajs';

import { fetchRecords, type ReadPosition } from './fetch-records.js';

interface Stored {
  readonly end: number;
  readonly offsets: readonly number[];
  /** of the batch that holds them all */
  readonly batch?: { readonly first: number; readonly last: number };
}

const limits = { maxWaitMs: 10, maxBytes: 1_000 };

/** Partitions of topic `t`, each with its messages; whatever is asked for, all of them are answered. */
function clusterOf(partitions: readonly Stored[]): Cluster {
  const broker: Pick<Broker, 'fetch'> = {
    fetch: async () => ({
      responses: [
        { topicName: 't', partitions: partitions.map((stored, partition) => ({ partition, ...raw(stored) })) },
      ],
    }),
  };
  const cluster: Pick<Cluster, 'refreshMetadataIfNecessary' | 'findLeaderForPartitions' | 'findBroker'> = {
    refreshMetadataIfNecessary: async () => {},
    findLeaderForPartitions: (_topic, numbers) => ({ 1: numbers }),
    findBroker: async () => broker as Broker,
  };
  return cluster as Cluster;
}

const raw = ({ end, offsets, batch = { first: offsets[0] ?? 0, last: offsets.at(-1) ?? 0 } }: Stored): object => ({
  highWatermark: String(end),
  lastStableOffset: String(end),
  abortedTransactions: null,
  messages: offsets.map((offset) => ({
    offset: String(offset),
    timestamp: '1',
    key: null,
    value: null,
    isControlRecord: false,
    batchContext: {
      producerId: '-1',
      inTransaction: false,
      firstOffset: String(batch.first),
      lastOffsetDelta: batch.last - batch.first,
    },
  })),
});

async function fetched(next: number, ...partitions: Stored[]) {
  const positions = partitions.map((_, partition): ReadPosition => ({ topic: 't', partition, next }));
  const results = await fetchRecords(clusterOf(partitions), positions, limits);
  return positions.map((position) => results.get(position));
}

describe('fetchRecords', () => {
  it('goes on after the last record', async () => {
    const [result] = await fetched(5, { end: 9, offsets: [5, 6] });
    expect(result).toMatchObject({ next: 7, end: 9, batch: { fetchedOffset: 5, lastOffset: 6 } });
  });

  it('leaves out records before the place that was asked for', async () => {
    const [result] = await fetched(6, { end: 9, offsets: [4, 5, 6, 7] });
    expect(result?.batch?.records.map(({ offset }) => offset)).toEqual([6, 7]);
  });

  it('passes over offsets at the end of the log that hold no record any more', async () => {
    expect(await fetched(5, { end: 9, offsets: [] })).toEqual([{ next: 9, end: 9, batch: undefined }]);
  });

  it('does not pass over records that found no room beside those of another partition', async () => {
    const [first, second] = await fetched(0, { end: 9, offsets: [0, 1] }, { end: 9, offsets: [] });
    expect(first?.next).toBe(2);
    expect(second).toEqual({ next: 0, end: 9, batch: undefined });
  });

  it('passes over the end of a batch that was compacted away', async () => {
    const [result] = await fetched(8, { end: 20, offsets: [6, 7], batch: { first: 0, last: 9 } });
    expect(result).toEqual({ next: 10, end: 20, batch: undefined });
  });

  it('stays where it is at the end', async () => {
    expect(await fetched(9, { end: 9, offsets: [] })).toEqual([{ next: 9, end: 9, batch: undefined }]);
  });
});
