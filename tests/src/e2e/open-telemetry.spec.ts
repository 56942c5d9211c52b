import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Alert, budgetAlerts, budgetStatus } from '@roadworthy/contracts';
import { until } from '@roadworthy/testing';

import { rw } from '../command-line.js';
import { PlatformProcess } from '../platform-process.js';

const service = fileURLToPath(new URL('../../dist/e2e/exporting-service.js', import.meta.url));

/**
 * A budget of 10 % over 30 d, and one tier whose short window is as short as a bucket: it fires and lets go within the
 * patience of a test. 30 bad of 40 burn at 7.5, above 2.
 */
const objective = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
  annotations:
    roadworthy.tiers: fast page 2 over 1m/10s
    roadworthy.bound: 1s
spec:
  service: checkout
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ targetPercent: 90 }]
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Roadworthy, spec: { selector: 'http.server.requests{status="500"}' } } }
        total: { metricSource: { type: Roadworthy, spec: { selector: http.server.requests } } }
`;

class ExportingService {
  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, null>) {}

  static async start(url: string): Promise<ExportingService> {
    const child = spawn(process.execPath, [service], {
      env: { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}/v1/metrics` },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return new ExportingService(child);
  }

  async serve(good: number, bad: number): Promise<void> {
    const exported = once(this.child.stdout, 'data');
    this.child.stdin.write(`${good} ${bad}\n`);
    await exported;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
  }
}

describe('an OpenTelemetry SDK in, a budget alert out', () => {
  let platform: PlatformProcess;
  let checkout: ExportingService;
  beforeAll(async () => {
    platform = await PlatformProcess.start();
  }, 60_000);
  afterAll(async () => {
    await checkout.stop();
    await platform.stop();
  }, 30_000);

  const status = async () =>
    budgetStatus.parse(JSON.parse((await rw(platform.url, ['--json', 'status', 'checkout.availability'])).stdout));

  /** All revisions so far, as a subscriber of the topic reads them. */
  const alerts = async (atLeast: number): Promise<Alert[]> => {
    const limit = String(atLeast);
    const { stdout } = await rw(platform.url, [
      '--json',
      'tail',
      budgetAlerts.topic,
      '--from',
      'beginning',
      '-n',
      limit,
    ]);
    return stdout
      .trim()
      .split('\n')
      .map((line) => budgetAlerts.parse((JSON.parse(line) as { value: unknown }).value));
  };

  it('takes the objective', async () => {
    const applied = await rw(platform.url, ['apply', '-f', '-'], objective);
    expect([applied.code, applied.stdout]).toEqual([0, 'checkout.availability created (version 1)\n']);
    await until(
      'the objective is taken up',
      async () => (await rw(platform.url, ['status', 'checkout.availability'])).code === 0,
    );
  });

  it('moves the budget by the share of errors, as computed by hand', async () => {
    checkout = await ExportingService.start(platform.url);
    await checkout.serve(10, 30);
    const burnt = await until(
      'the budget has moved',
      async () => {
        const now = await status();
        return now.total === 40 && now;
      },
      30_000,
    );
    // 30 bad of 40 against a budget of 10 %: consumed 30 / (0.1 · 40) = 7.5
    expect(burnt).toMatchObject({ bad: 30, total: 40 });
    expect(burnt.consumed).toBeCloseTo(7.5, 9);
    expect(burnt.remaining).toBeCloseTo(-6.5, 9);
  }, 40_000);

  it('opens one alert and resolves it once', async () => {
    await checkout.serve(1_000, 0);
    const revisions = await alerts(2);
    expect(revisions.map(({ change, episode, revision }) => [change, episode, revision])).toEqual([
      ['opened', 1, 1],
      ['resolved', 1, 2],
    ]);
    const [opened] = revisions;
    expect(opened).toMatchObject({ severity: 'page', tier: 'fast', state: 'open', service: 'checkout' });
    expect(opened?.proof.windows.map(({ bad, total }) => [bad, total])).toEqual([
      [30, 40],
      [30, 40],
    ]);
  }, 60_000);

  it('explains the number with the integers', async () => {
    await until('all are counted', async () => (await status()).total === 1040);
    const { stdout } = await rw(platform.url, ['explain', 'checkout.availability']);
    expect(stdout).toContain('consumed = bad / (budget · total) = 30 / (1/10 · 1040)');
  });

  it('has its own objectives over its own telemetry', async () => {
    await until(
      'its own requests are counted',
      async () => {
        const { stdout } = await rw(platform.url, ['--json', 'status', 'roadworthy.availability']);
        return budgetStatus.parse(JSON.parse(stdout)).total > 0;
      },
      30_000,
    );
  }, 40_000);
});
