import { describe, expect, it } from '@jest/globals';

import { EventStream, SlowClientError } from './event-stream.js';

const bytes = (text: string, size = text.length): Uint8Array => Buffer.from(text.padEnd(size));

/** Larger than what the stream takes without a reader. */
const large = 100_000;

describe('an event stream', () => {
  it('passes events on in order to a client that reads', async () => {
    const stream = new EventStream();
    const read: string[] = [];
    stream.on('data', (chunk: Buffer) => read.push(chunk.toString()));
    for (const key of ['a', 'b', 'c']) stream.send(key, bytes(`${key};`));
    stream.send('end', bytes('end'));
    await stream.drained();
    await new Promise(setImmediate);
    expect(read.join('')).toBe('a;b;c;end');
  });

  it('keeps only the latest event of each key while its client does not read', async () => {
    const stream = new EventStream();
    stream.send('first', bytes('first ', large));
    stream.read(0);
    for (let i = 1; i <= 1_000; i++) stream.send(i % 2 ? 'odd' : 'even', bytes(`${i} `));
    const read: string[] = [];
    stream.on('data', (chunk: Buffer) => read.push(chunk.toString().trim()));
    await stream.drained();
    await new Promise(setImmediate);
    expect(read.join(' ')).toBe('first 999 1000');
  });

  it('cuts a client that leaves too much unread', async () => {
    const stream = new EventStream();
    const failed = new Promise((resolve) => stream.once('error', resolve));
    for (let i = 0; i < 200; i++) stream.send(`key ${i}`, bytes('', large));
    expect(await failed).toBeInstanceOf(SlowClientError);
    await stream.drained();
    expect(stream.destroyed).toBe(true);
  });

  it('takes one event of any size', () => {
    const stream = new EventStream();
    stream.send('snapshot', bytes('', 50_000_000));
    expect(stream.destroyed).toBe(false);
  });

  it('takes nothing after its end', async () => {
    const stream = new EventStream();
    stream.end();
    stream.send('late', bytes('late'));
    expect(await stream.toArray()).toEqual([]);
  });
});
