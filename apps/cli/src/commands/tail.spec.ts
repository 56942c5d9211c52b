import { afterEach, describe, expect, it } from '@jest/globals';

import { ApiClient } from '../api-client.js';
import { FakeServer, outcomeOf } from '../command.fixture.js';
import { tail as tailTopic } from './tail.js';

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

  const opening = 'retry: 1000\n\n';
  /** Tails a server that is silent for so long at most. */
  const listen = async (url: string, heartbeatMs: number): Promise<string> => {
    const printed: string[] = [];
    const { signal } = new AbortController();
    const output = { isJson: false, write: (text: string) => void printed.push(text), writeError: () => undefined };
    const context = { api: new ApiClient({ url }, signal), output, signal, environment: {}, stdin: async () => '' };
    await tailTopic(context, 'rw.a.b.v1', { from: 'end', limit: 1, heartbeatMs });
    return printed.join('');
  };

  it.each([
    { what: 'after its opening', body: opening },
    { what: 'after an event that is no record', body: `${opening}event: other\ndata: 1\n\n` },
  ])('fails when the server says nothing more $what', async ({ body }) => {
    server = await FakeServer.start(() => ({ type: 'text/event-stream', body, isSilent: true }));
    await expect(listen(server.url, 20)).rejects.toThrow(
      'rw.a.b.v1: the connection is lost: nothing came for 0.06 s, though the server says something every 0.02 s',
    );
  });

  it('waits on while the server says that it is there', async () => {
    const heartbeats = [...Array<string>(10).fill(': still here\n\n'), record(1)];
    server = await FakeServer.start(() => ({ type: 'text/event-stream', body: opening, later: heartbeats }));
    expect(await listen(server.url, 100)).toBe('1970-01-01T00:00:00.000Z 0/1 k {"a":1}\n');
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
