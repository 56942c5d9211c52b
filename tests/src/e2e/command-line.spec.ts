import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { budgetAlerts, sloDefinition } from '@roadworthy/contracts';
import { ratioObjective, until } from '@roadworthy/testing';

import { rw, startRw } from '../command-line.js';
import { PlatformProcess } from '../platform-process.js';

const objective = (name: string, targetPercent = 99.9): string =>
  ratioObjective({ service: 'shop', name, metric: 'requests', targetPercent });

describe('rw against a running platform', () => {
  let platform: PlatformProcess;
  beforeAll(async () => {
    platform = await PlatformProcess.start({ RW_TELEMETRY_MS: '3600000' });
  }, 60_000);
  afterAll(() => platform.stop(), 30_000);

  const run = (...args: string[]) => rw(platform.url, args);
  const failureOf = (stderr: string): unknown => JSON.parse(stderr);

  it('applies every document that the server takes, and says which it refuses', async () => {
    const input = [objective('paid'), objective('never', 100), objective('found')].join('\n---\n');
    const { code, stdout, stderr } = await rw(platform.url, ['apply', '-f', '-'], input);
    expect([code, stdout]).toEqual([1, 'shop.paid created (version 1)\nshop.found created (version 1)\n']);
    expect(stderr).toMatch(/^rw: shop\.never: .+\n {2}\/spec\/objectives\/0\/targetPercent: .+\n$/);
    const again = await rw(platform.url, ['apply', '-f', '-'], objective('paid'));
    expect([again.code, again.stdout]).toEqual([0, 'shop.paid unchanged (version 1)\n']);
  });

  it.each([
    { what: 'nothing', input: '' },
    { what: 'what is neither YAML nor JSON', input: '{"kind":' },
  ])('refuses to apply $what', async ({ input }) => {
    const { code, stdout, stderr } = await rw(platform.url, ['apply', '-f', '-'], input);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^rw: nothing was applied.*\n {2}standard input/),
    ]);
  });

  it('prints the problem of the server as JSON where it was asked for JSON', async () => {
    const { code, stdout, stderr } = await run('--json', 'status', 'shop.nowhere');
    expect([code, stdout, failureOf(stderr)]).toEqual([
      1,
      '',
      expect.objectContaining({
        type: expect.stringMatching(/^urn:roadworthy:problem:/),
        title: expect.any(String),
        status: 404,
        detail: expect.stringContaining('shop.nowhere'),
      }),
    ]);
  });

  it('explains what leads and what is exceeded', async () => {
    const explained = await until('the objective is taken up', async () => {
      const { code, stdout } = await run('--json', 'explain', 'shop.paid');
      return code === 0 && (JSON.parse(stdout) as { tiers: { exceeded: boolean; leads: boolean }[] });
    });
    expect(explained.tiers.map(({ exceeded, leads }) => [exceeded, leads])).toContainEqual([false, false]);
    expect((await run('explain', 'shop.paid')).stdout).toMatch(/\): quiet\n/);
  });

  it('says that there are no dead letters, and which cannot be replayed', async () => {
    expect(await run('dlq', 'ls')).toEqual({ code: 0, stdout: 'no dead letters of ingest or budget\n', stderr: '' });
    const { code, stdout, stderr } = await run('dlq', 'replay', 'budget-0-7', 'nonsense', '--service', 'ingest');
    expect([code, stdout, stderr]).toEqual([
      1,
      'nothing to replay\n',
      'rw: budget-0-7: there is no dead letter budget-0-7\nrw: nonsense: there is no dead letter nonsense\n',
    ]);
  });

  it('refuses to tail a topic that is not there', async () => {
    expect(await run('tail', 'rw.no.such.v1')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'rw: there is no topic rw.no.such.v1\n',
    });
  });

  const tailing = (...flags: string[]) =>
    startRw([...flags, '--url', platform.url, 'tail', sloDefinition.topic, '--from', 'beginning']);

  it('ends well when it is interrupted in a tail', async () => {
    const tail = tailing();
    await until('it prints a record', async () => tail.output.includes('shop'));
    tail.signal('SIGINT');
    const { code, stderr } = await tail.outcome;
    expect([code, stderr]).toEqual([0, '']);
  });

  it('ends with 130 when it is interrupted before there is an answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const command = startRw(['--url', `http://127.0.0.1:${port}`, 'get', 'slos']);
    await once(silent, 'request');
    command.signal('SIGINT');
    expect(await command.outcome).toEqual({ code: 130, stdout: '', stderr: 'rw: interrupted\n' });
    silent.close();
  });

  it('never prints a token that no header can carry', async () => {
    const { code, stdout, stderr } = await startRw(['--url', platform.url, 'get', 'slos'], {
      environment: { RW_TOKEN: 'secret\nvalue' },
    }).outcome;
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^rw: RW_TOKEN must be /)]);
    expect(stderr).not.toContain('secret');
  });

  it('names an address that is none', async () => {
    expect(await rw('nonsense', ['get', 'slos'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'rw: RW_URL must be an address such as http://127.0.0.1:8080, got "nonsense"\n',
    });
  });

  it('tells its version', async () => {
    const { code, stdout } = await run('--version');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'fails in a tail when the server ends by %s',
    async (signal) => {
      const tails = [tailing(), tailing('--json')];
      await until('both print a record', async () => tails.every(({ output }) => output.includes('shop')));
      await platform.end(signal);
      const [text, json] = await Promise.all(tails.map(({ outcome }) => outcome));
      expect([text?.code, text?.stderr]).toEqual([2, expect.stringMatching(/^rw: rw\.slo\.definitions\.v1: .+\n$/)]);
      expect([json?.code, failureOf(json?.stderr ?? '')]).toEqual([
        2,
        expect.objectContaining({ type: 'urn:roadworthy:problem:unreachable' }),
      ]);
      await platform.start();
    },
    60_000,
  );

  it('cannot tell without a server', async () => {
    await platform.end('SIGTERM');
    const { code, stdout, stderr } = await run('tail', budgetAlerts.topic);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/ does not answer: ECONNREFUSED; set RW_URL/),
    ]);
  });
});
