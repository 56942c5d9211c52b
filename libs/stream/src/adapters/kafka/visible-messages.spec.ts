import { describe, expect, it } from '@jest/globals';

import { batchEnd, type RawMessage, visibleMessages } from './visible-messages.js';

const message = (offset: number, producerId: string, more: Partial<RawMessage> = {}): RawMessage => ({
  offset: String(offset),
  timestamp: '0',
  key: null,
  value: Buffer.from(String(offset)),
  isControlRecord: false,
  batchContext: { producerId, inTransaction: producerId !== '-1', firstOffset: String(offset), lastOffsetDelta: 0 },
  ...more,
});

const commit = (offset: number, producerId: string): RawMessage =>
  message(offset, producerId, { isControlRecord: true, key: Buffer.from([0, 0, 0, 1]) });
const abort = (offset: number, producerId: string): RawMessage =>
  message(offset, producerId, { isControlRecord: true, key: Buffer.from([0, 0, 0, 0]) });

const offsets = (messages: readonly RawMessage[]): number[] => messages.map(({ offset }) => Number(offset));

describe('visibleMessages', () => {
  it('leaves control records out', () => {
    const visible = visibleMessages([message(0, '7'), commit(1, '7'), message(2, '-1')], []);
    expect(offsets(visible)).toEqual([0, 2]);
  });

  it('leaves out what an aborted transaction wrote, and nothing of others', () => {
    const messages = [
      message(0, '7'),
      message(1, '8'),
      message(2, '-1'),
      abort(3, '7'),
      commit(4, '8'),
      message(5, '7'),
    ];
    expect(offsets(visibleMessages(messages, [{ producerId: '7', firstOffset: '0' }]))).toEqual([1, 2, 5]);
  });

  it('knows a transaction that began before the first message', () => {
    const visible = visibleMessages([message(9, '7'), abort(10, '7')], [{ producerId: '7', firstOffset: '3' }]);
    expect(visible).toEqual([]);
  });

  it('tells two aborted transactions of one producer from the committed one between them', () => {
    const messages = [message(0, '7'), abort(1, '7'), message(2, '7'), commit(3, '7'), message(4, '7'), abort(5, '7')];
    const aborted = [
      { producerId: '7', firstOffset: '4' },
      { producerId: '7', firstOffset: '0' },
    ];
    expect(offsets(visibleMessages(messages, aborted))).toEqual([2]);
  });
});

describe('batchEnd', () => {
  it('is the last offset of the batch, whether or not that message is left', () => {
    const batchContext = { producerId: '-1', inTransaction: false, firstOffset: '40', lastOffsetDelta: 9 };
    expect(batchEnd(message(47, '-1', { batchContext }))).toBe(49);
  });
});
