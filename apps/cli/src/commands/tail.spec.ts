import { afterEach, describe, expect, it } from '@jest/globals';

import { FakeServer, outcomeOf } from '../command.fixture.js';

const record = (offset: number, members: object = { value: { a: 1 } }): string =>
  `event: record\ndata: ${JSON.stringify({ partition: 0, offset, timestamp: 0, key: 'k', encoding: 'json', ...members })}\n\n`;

describe('tail', () => {
  let server: FakeServer;
  const tail = async (body: string, ...args: string[]) => {
    server = await FakeServer.start(() => ({ type: 'text/event-stream', body }));
    return outcomeOf(['--url', server.url, 'tail', 'rw.a.b.v1', ...args]);
  };
  afterEach(() => server.stop());

  it('prints records until there are as many as it was asked for', async () => {
    const body = `retry: 1000\n\n${record(1)}${record(2, {})}${record(3)}`;
    expect(await tail(body, '-n', '2')).toEqual({
      code: 0,
      stdout: '1970-01-01T00:00:00.000Z 0/1 k {"a":1}\n1970-01-01T00:00:00.000Z 0/2 k -\n',
      stderr: '',
    });
  });

  it('fails when the server ends the stream before', async () => {
    expect(await tail(record(1))).toEqual({
      code: 2,
      stdout: '1970-01-01T00:00:00.000Z 0/1 k {"a":1}\n',
      stderr: 'rw: rw.a.b.v1: the server ended the stream\n',
    });
  });

  it.each(['{"partition":', '{"partition":"0"}'])('fails at a record such as %s', async (data) => {
    const { code, stdout, stderr } = await tail(`event: record\ndata: ${data}\n\n`);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^rw: \/v1\/topics\/rw\.a\.b\.v1\/tail\?from=end: /),
    ]);
  });

  it('ends well when it is interrupted, even before there is an answer', async () => {
    const interrupted = new AbortController();
    server = await FakeServer.start(() => {
      interrupted.abort();
      return undefined;
    });
    const { signal } = interrupted;
    expect(await outcomeOf(['--url', server.url, 'tail', 'rw.a.b.v1'], { signal })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});
