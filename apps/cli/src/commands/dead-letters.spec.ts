import { afterEach, describe, expect, it } from '@jest/globals';

import { type Answered, type Asked, FakeServer, outcomeOf, problem } from '../command.fixture.js';

describe('dlq', () => {
  let server: FakeServer;
  const dlq = async (answer: (asked: Asked) => Answered | undefined, ...args: string[]) => {
    server = await FakeServer.start(answer);
    return outcomeOf(['--url', server.url, 'dlq', ...args]);
  };
  afterEach(() => server.stop());

  const none = (): Answered => ({ body: { items: [] } });

  it.each([
    { args: ['ls'], stdout: 'no dead letters of ingest or budget\n' },
    { args: ['ls', '--service', 'budget'], stdout: 'no dead letters of budget\n' },
    { args: ['ls', '--json'], stdout: '{"items":[]}\n' },
  ])('says for $args that there is none', async ({ args, stdout }) => {
    expect(await dlq(none, ...args)).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('shows where a letter came from', async () => {
    const line = {
      id: 'budget-0-1',
      processor: 'budget',
      reason: 'failed',
      detail: 'first\nsecond',
      failedAt: '2026-01-01T00:00:00.000Z',
      topic: 'rw.metrics.samples.v1',
      partition: 2,
      offset: 7,
    };
    const { code, stdout } = await dlq(() => ({ body: { items: [line] } }), 'ls', '--service', 'budget');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/\nbudget-0-1 {2}failed {2}rw\.metrics\.samples\.v1\/2\/7 {2}2026-\S+ {2}first\n$/),
    ]);
  });

  it('cannot tell from a list that is none', async () => {
    const { code, stdout, stderr } = await dlq(() => ({ body: { items: [{ id: 7 }] } }), 'ls');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('\n  /items/0/id: ')]);
  });

  /** Puts back what is of partition 0. */
  const putsBack = ({ path }: Asked): Answered => {
    const [, id = ''] = /dead-letters\/(.+)\/replay$/.exec(path) ?? [];
    if (id === 'ingest-0-9') return { body: { replayed: 'all' } };
    if (id.includes('-0-')) return { status: 202, body: { replayed: [{ id, topic: 'rw.a.b.v1', partition: 0 }] } };
    return id === '' ? { status: 202, body: { replayed: [] } } : problem(404, 'unknown-dead-letter');
  };

  it('replays the others where one is refused, says which, and ends with 1', async () => {
    const ids = ['budget-0-1', 'budget-5-1', 'nonsense', 'budget-0-2'];
    expect(await dlq(putsBack, 'replay', ...ids, '--service', 'ingest')).toEqual({
      code: 1,
      stdout:
        'budget-0-1 put back on rw.a.b.v1, partition 0\nbudget-0-2 put back on rw.a.b.v1, partition 0\nnothing to replay\n',
      stderr: 'rw: budget-5-1: unknown-dead-letter it is\nrw: nonsense: unknown-dead-letter it is\n',
    });
    expect(server.asked.map(({ body }) => body)).toEqual(['', '', '', '', '{"service":"ingest"}']);
  });

  it('writes a line of JSON for each that is refused', async () => {
    const { code, stderr } = await dlq(putsBack, 'replay', 'budget-5-1', 'budget-6-1', '--json');
    expect([
      code,
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ]).toEqual([1, ['budget-5-1', 'budget-6-1'].map((id) => expect.objectContaining({ id, status: 404 }))]);
  });

  it('cannot tell whether something was replayed from another answer', async () => {
    const { code, stderr } = await dlq(putsBack, 'replay', 'ingest-0-9', 'budget-0-1');
    expect([code, stderr]).toEqual([2, expect.stringContaining('the answer is not what this version of rw knows')]);
  });
});
