import { describe, expect, it } from '@jest/globals';

import { EventParser, type ServerEvent } from './event-parser.js';

const text =
  'retry: 1000\n\nid: r-1\nevent: snapshot\ndata: {"a":1}\n\n: still here\n\nid: r-2\nevent: status\ndata: {}\n\n';
const events: ServerEvent[] = [
  { event: 'snapshot', data: '{"a":1}' },
  { event: 'status', data: '{}' },
];

describe('the parser of event streams', () => {
  it.each([1, 2, 7, 1_000])('reads the same events from pieces of %i characters', (size) => {
    const parser = new EventParser();
    const read: ServerEvent[] = [];
    for (let at = 0; at < text.length; at += size) read.push(...parser.push(text.slice(at, at + size)));
    expect(read).toEqual(events);
    expect(parser.lastEventId).toBe('r-2');
  });

  it('knows the id of whole events only', () => {
    const parser = new EventParser();
    parser.push('id: r-1\ndata: 1\n\nid: r-2\ndata: 2\n');
    expect(parser.lastEventId).toBe('r-1');
  });

  it('forgets half an event when a new connection begins', () => {
    const parser = new EventParser();
    parser.push('id: r-1\ndata: 1\n\nid: r-2\nevent: x\ndata: half');
    parser.restart();
    expect(parser.push('data: 3\n\n')).toEqual([{ event: 'message', data: '3' }]);
    expect(parser.lastEventId).toBe('r-1');
  });

  it.each([
    { what: 'several lines of data', piece: 'data: a\ndata: b\n\n', expected: [{ event: 'message', data: 'a\nb' }] },
    { what: 'lines that end as in DOS', piece: 'event: x\r\ndata: a\r\n\r\n', expected: [{ event: 'x', data: 'a' }] },
    { what: 'colons in data', piece: 'data: a: b\n\n', expected: [{ event: 'message', data: 'a: b' }] },
    { what: 'no space after the colon', piece: 'data:a\n\n', expected: [{ event: 'message', data: 'a' }] },
    { what: 'an event without data', piece: 'event: x\n\n', expected: [] },
    { what: 'comments and unknown fields', piece: ': hi\nfoo: bar\n\n', expected: [] },
  ])('reads $what', ({ piece, expected }) => {
    expect(new EventParser().push(piece)).toEqual(expected);
  });
});
