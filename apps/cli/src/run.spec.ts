import { afterEach, describe, expect, it } from '@jest/globals';

import { type Answered, FakeServer, outcomeOf, problem } from './command.fixture.js';

const status = ['status', 'shop.paid'];

describe('a command that fails', () => {
  let server: FakeServer;
  const answering = async (answered: Answered | undefined): Promise<FakeServer> =>
    (server = await FakeServer.start(() => answered));
  afterEach(() => server.stop());

  it('says why under one prefix, with a line for each thing that is wrong', async () => {
    const errors = [
      { pointer: '/a', code: 'x', detail: 'first' },
      { pointer: '/b', code: 'x', detail: 'second' },
    ];
    const { url } = await answering(problem(400, 'invalid-body', { errors }));
    expect(await outcomeOf(['--url', url, ...status])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'rw: invalid-body it is\n  /a: first\n  /b: second\n',
    });
  });

  it('hands the problem of the server to programs, whole and alone', async () => {
    const refusal = problem(404, 'unknown-slo', { errors: [{ pointer: '/a', code: 'x', detail: 'first' }], extra: 7 });
    const { url } = await answering(refusal);
    const { code, stdout, stderr } = await outcomeOf(['--json', '--url', url, ...status]);
    expect([code, stdout, JSON.parse(stderr)]).toEqual([1, '', refusal.body]);
  });

  it('writes a problem where the server wrote none', async () => {
    const { url } = await answering({ status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' });
    const { code, stderr } = await outcomeOf(['--json', '--url', url, ...status]);
    expect([code, JSON.parse(stderr)]).toEqual([
      1,
      {
        type: 'about:blank',
        title: 'Bad Gateway',
        status: 502,
        detail: '/v1/slos/shop.paid/status: 502 Bad Gateway',
      },
    ]);
  });

  it.each([
    { what: 'what is not JSON', body: '<h1>Hello</h1>', detail: /status: the answer is not JSON/ },
    { what: 'other JSON', body: { tenant: 7 }, detail: /status: the answer is not what this version of rw knows/ },
  ])('cannot tell from $what', async ({ body, detail }) => {
    const { url } = await answering({ body });
    const { code, stdout, stderr } = await outcomeOf(['--url', url, ...status]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(detail)]);
  });

  it('cannot tell when nobody answers', async () => {
    const { url } = await answering(undefined);
    const { code, stdout, stderr } = await outcomeOf(['--json', '--url', url, ...status]);
    expect([code, stdout, JSON.parse(stderr)]).toEqual([
      2,
      '',
      {
        type: 'urn:roadworthy:problem:unreachable',
        title: 'Unreachable',
        detail: expect.stringContaining(`${url} does not answer: `),
      },
    ]);
  });

  it('is told apart from one that was interrupted', async () => {
    const interrupted = new AbortController();
    server = await FakeServer.start(() => {
      interrupted.abort();
      return undefined;
    });
    expect(await outcomeOf(['--url', server.url, ...status], { signal: interrupted.signal })).toEqual({
      code: 130,
      stdout: '',
      stderr: 'rw: interrupted\n',
    });
  });
});

const refusal = (value: string, argument: string, form: string): string =>
  `command-argument value '${value}' is invalid for argument '${argument}'. must be ${form}, got "${value}"`;

describe('the command line', () => {
  it.each([
    { args: ['no-such'], message: "unknown command 'no-such'" },
    { args: ['status', '--wrong'], message: "unknown option '--wrong'" },
    { args: ['explain'], message: "missing required argument 'slo'" },
    { args: ['apply'], message: "required option '-f, --file <file...>' not specified" },
    {
      args: ['tail', 'rw.a.b.v1', '-n', '0'],
      message: "option '-n, --limit <count>' argument '0' is invalid. must be a whole number above 0, got \"0\"",
    },
    {
      args: ['tail', 'rw.a.b.v1', '-n', '0x10'],
      message: "option '-n, --limit <count>' argument '0x10' is invalid. must be a whole number above 0, got \"0x10\"",
    },
    {
      args: ['dlq', 'ls', '-n', '99999'],
      message:
        "option '-n, --limit <count>' argument '99999' is invalid. must be a whole number from 1 to 1000, got \"99999\"",
    },
    ...['', ' ', '.', '..'].flatMap((name) => [
      { args: ['status', name], message: refusal(name, 'slo', '<service>.<objective>') },
      { args: ['explain', name], message: refusal(name, 'slo', '<service>.<objective>') },
      { args: ['tail', name], message: refusal(name, 'topic', 'the name of a topic') },
      { args: ['dlq', 'show', name], message: refusal(name, 'id', '<service>-<partition>-<offset>') },
      { args: ['dlq', 'replay', 'budget-0-1', name], message: refusal(name, 'id', '<service>-<partition>-<offset>') },
    ]),
    {
      args: ['dlq', 'replay', '--service', 'budget', '--reason', ''],
      message: "option '--reason <code>' argument '' is invalid. must be 1 to 200 characters, got \"\"",
    },
    {
      args: ['apply', '-f', ''],
      message:
        "option '-f, --file <file...>' argument '' is invalid. must be a path, or - for standard input, got \"\"",
    },
    {
      args: ['apply', '-f', '-', '-f', '-'],
      message: "option '-f, --file <file...>' argument '-' is invalid. standard input can be read once, got - twice",
    },
    {
      args: ['dlq', 'ls', '--service', 'shop'],
      message: "option '--service <name>' argument 'shop' is invalid. Allowed choices are ingest, budget.",
    },
    { args: ['dlq', 'replay'], message: 'name dead letters, or --service, which --reason narrows' },
    { args: ['dlq', 'replay', 'budget-0-1', '--reason', 'failed'], message: /^name dead letters, or --service/ },
  ])('refuses $args for people and for programs', async ({ args, message }) => {
    const text = await outcomeOf(args);
    const json = await outcomeOf([...args, '--json']);
    const detail = typeof message === 'string' ? message : expect.stringMatching(message);
    expect([text.code, text.stdout, text.stderr.slice(0, 4), text.stderr.slice(4).trimEnd()]).toEqual([
      2,
      '',
      'rw: ',
      detail,
    ]);
    expect([json.code, json.stdout, JSON.parse(json.stderr)]).toEqual([
      2,
      '',
      { type: 'urn:roadworthy:problem:wrong-usage', title: 'Wrong usage', detail },
    ]);
  });

  it('asks for a command, and shows people which there are', async () => {
    const text = await outcomeOf([]);
    expect([text.code, text.stdout, text.stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^Usage: [^]*\nrw: name a command\n$/),
    ]);
    const json = await outcomeOf(['dlq', '--json']);
    expect([json.code, JSON.parse(json.stderr)]).toEqual([2, expect.objectContaining({ detail: 'name a command' })]);
  });

  it('tells its version', async () => {
    expect(await outcomeOf(['--version'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it('lists its exit codes', async () => {
    const { code, stdout } = await outcomeOf(['--help']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/Exit codes:\n {2}0 [^]*\n {2}1 [^]*\n {2}2 [^]*\n {2}130 /),
    ]);
  });
});
